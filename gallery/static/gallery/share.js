// The button that copies a shared link. Where the browser has no clipboard for pages (plain http), the link is there to select.

import { toast } from "../site/toast.js";

const button = document.querySelector("[data-copy]");
const address = document.querySelector("[data-address]");

address.addEventListener("focus", () => address.select());

if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address.value);
      toast(button.dataset.done);
    } catch {
      address.focus();
    }
  });
}
