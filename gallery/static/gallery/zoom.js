// The whole picture, over the page: as large as the window, and at a press as large as it is. Without this module its
// link opens the file.

const link = document.querySelector("[data-zoom]");

function view() {
  const dialog = Object.assign(document.createElement("dialog"), { className: "zoom-view" });
  const picture = link.querySelector("img").cloneNode();
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", autofocus: true });
  close.textContent = document.body.dataset.close;
  close.addEventListener("click", () => dialog.close());
  picture.addEventListener("click", () => dialog.classList.toggle("whole"));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.setAttribute("aria-label", link.dataset.zoom);
  dialog.append(close, picture);
  document.body.append(dialog);
  return dialog;
}

link?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  view().showModal();
});
