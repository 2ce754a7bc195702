// Endless scroll. Without this module the link "Show older photos" leads to the next page; with it the next page's
// photos are put below these, by themselves when the link comes near, or when it is pressed.

import { Pages } from "./pages.js";

const grid = document.querySelector("[data-grid]");
if (grid) new Pages(grid, document.querySelector("[data-announce]")).init();
