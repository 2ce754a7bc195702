// Chosen or dropped pictures become rows, and the queue sends them.

import { UploadQueue } from "./upload-queue.js";
import { sendPicture } from "./upload-request.js";
import { UploadRow } from "./upload-row.js";

const part = (name) => document.querySelector(`[data-part=${name}]`);
const config = JSON.parse(document.getElementById("upload-config").textContent);
const zone = part("zone");
const queue = new UploadQueue((upload, onProgress) => sendPicture(config, upload, onProgress), showOverview);

function add(files) {
  for (const file of files) {
    const row = new UploadRow(part("row"), file, config, () => queue.add(row));
    part("list").append(row.element);
    queue.add(row);
  }
}

function showOverview({ done, failed, total, share, busy }) {
  part("overview").hidden = total === 0;
  part("total").value = share;
  const said = config.texts.progress.replace("{done}", done).replace("{total}", total);
  const problems = failed ? `, ${config.texts.problems.replace("{failed}", failed)}` : "";
  const text = said + problems;
  // Read aloud only when it says something new.
  if (part("summary").textContent !== text) part("summary").textContent = text;
  leaving(busy);
}

function leaving(busy) {
  window.onbeforeunload = busy ? (event) => event.preventDefault() : null;
}

part("files").addEventListener("change", (event) => {
  add(event.target.files);
  event.target.value = ""; // the same file may be chosen again
});
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  add(event.dataTransfer.files);
});
zone.addEventListener("dragover", (event) => {
  event.preventDefault();
  zone.classList.add("over");
});
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
// Beside the zone a browser would leave the page and open the picture.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
