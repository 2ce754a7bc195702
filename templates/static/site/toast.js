// A word at the foot of the page. It stays until it is closed, replaced or taken back: nobody has to read fast.

// There before the first word: a live region that comes together with its text is not read by every reader.
const place = document.createElement("div");
place.className = "toasts";
place.setAttribute("role", "status");
document.body.append(place);

// Shows `text` and reads it out; gives a function that takes it away again.
export function toast(text) {
  const said = document.createElement("p");
  said.className = "toast";
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" });
  close.setAttribute("aria-label", document.body.dataset.close);
  close.addEventListener("click", () => said.remove());
  said.append(Object.assign(document.createElement("span"), { textContent: text }), close);
  place.replaceChildren(said);
  return () => said.remove();
}
