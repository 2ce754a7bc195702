// The button that copies a shared link. Where the browser has no clipboard for pages (plain http), the link is there to select.

const button = document.querySelector("[data-copy]");
const address = document.querySelector("[data-address]");
const copied = document.querySelector("[data-copied]");

address.addEventListener("focus", () => address.select());

if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address.value);
      button.textContent = button.dataset.done;
      copied.textContent = button.dataset.done;
    } catch {
      address.focus();
    }
  });
}
