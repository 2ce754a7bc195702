// Keeps the progress of downloads up to date while something is under way. Without it the page tells how far things
// were when it was opened, and every link works.

import { JobList } from "./job-list.js";

const list = document.querySelector("[data-jobs]");
if (list) new JobList(list, document.querySelector("[data-announce]")).init();
