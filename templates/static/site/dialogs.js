// A <details data-ask> asks before something that can't be undone. Without this it unfolds in its place; here it opens
// as a dialog, which keeps the keyboard inside and closes with Escape.

for (const ask of document.querySelectorAll("details[data-ask]")) upgrade(ask);

function upgrade(ask) {
  const summary = ask.querySelector("summary");
  const body = ask.querySelector("[data-ask-body]");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", summary.textContent.trim());
  dialog.append(body);
  ask.after(dialog);
  summary.setAttribute("role", "button");
  summary.setAttribute("aria-haspopup", "dialog");
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
    // Nothing is lost by a hasty Enter.
    dialog.querySelector("[data-ask-close]")?.focus();
  });
  dialog.addEventListener("click", (event) => {
    const beside = event.target === dialog;
    if (beside || event.target.closest("[data-ask-close]")) dialog.close();
  });
  for (const way of body.querySelectorAll("[data-ask-close]")) way.hidden = false;
}
