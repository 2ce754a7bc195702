// Endless scroll, and choosing many photos. Without this module the link "Show older photos" leads to the next page, and
// the boxes on the photos are sent by the form as they are.

import { Pages } from "./pages.js";
import { Selection } from "./selection.js";

const grid = document.querySelector("[data-grid]");
const form = document.querySelector("[data-selection]");
if (grid) new Pages(grid, document.querySelector("[data-announce]")).init();
if (grid && form) new Selection(grid, form).init();
