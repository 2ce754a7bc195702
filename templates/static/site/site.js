// What every page does. All of it works without, only less comfortably.

import "./menus.js";
import "./dialogs.js";
import "./install.js";
import { toast } from "./toast.js";

// Tabs scroll sideways where room is short: the open one is in sight from the start.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

let takeAway = null;

function showConnection() {
  takeAway?.();
  // The camera page says more about it.
  if (document.querySelector("[data-tells-offline]")) return;
  takeAway = navigator.onLine ? null : toast(document.body.dataset.offline);
}

window.addEventListener("offline", showConnection);
window.addEventListener("online", showConnection);
if (!navigator.onLine) showConnection();
