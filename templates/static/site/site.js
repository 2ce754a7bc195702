// What every page does. All of it works without, only less comfortably.

import "./menus.js";
import "./dialogs.js";
import { toast } from "./toast.js";

let takeAway = null;

function showConnection() {
  takeAway?.();
  takeAway = navigator.onLine ? null : toast(document.body.dataset.offline);
}

window.addEventListener("offline", showConnection);
window.addEventListener("online", showConnection);
if (!navigator.onLine) showConnection();
