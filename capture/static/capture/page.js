// The camera page's entry: finds its parts in the document and wires the buttons.

import { Announcer } from "./announcer.js";
import { cameraPermission, listCameras } from "./camera.js";
import { Checklist } from "./checklist.js";
import { chimeWhenKept } from "./chime.js";
import { openDarkroom } from "./darkroom-client.js";
import { ExpressionPanel } from "./expression-panel.js";
import { Flash } from "./flash.js";
import { ManualShutter } from "./manual-shutter.js";
import { openOverlay } from "./overlay.js";
import { PhotosApi } from "./photos-api.js";
import { Problems } from "./problems.js";
import { StatusLine } from "./status-line.js";
import { Strip } from "./strip.js";
import { UndoTray } from "./undo-tray.js";
import { Visit } from "./visit.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const readJson = (id) => JSON.parse(document.getElementById(id).textContent);
const config = readJson("camera-config");

const stage = part("stage");
const video = part("video");
const picker = part("picker");
const fileInput = part("file-input");
const filePlay = part("file-play");
const fileProgress = part("file-progress");

if (config.sound) chimeWhenKept(document);

let kept = 0;

const announcer = new Announcer(part("announcer"));
const screen = {
  status: new StatusLine(part("status"), readReasons(), announcer),
  checklist: new Checklist(part("checklist")),
  panel: new ExpressionPanel(part("expression"), config.emotions),
  flash: new Flash(stage),
  strip: new Strip(
    { list: part("strip"), empty: part("strip-empty"), template: part("card"), sentences: readSentences(part("sentences")) },
    new PhotosApi(config.photosPath, config.csrfToken),
  ),
  problems: new Problems(
    { panel: part("problem"), bar: part("bar"), templates: document.querySelectorAll("template[data-problem]") },
    act,
  ),
};
screen.tray = new UndoTray(part("tray"), screen.strip);

// What the server says, and what only the page knows.
function readReasons() {
  const { waiting, shutterNoFace, shutterOffline } = part("status").dataset;
  return { ...config.reasons, waiting, shutter_no_face: shutterNoFace, shutter_offline: shutterOffline };
}

function readSentences(template) {
  const items = template.content.querySelectorAll("[data-sentence]");
  return Object.fromEntries(Array.from(items, (item) => [item.dataset.sentence, item.textContent.trim()]));
}

function loadMesh() {
  const nothing = { tesselation: [], lips: [], eyes: [], brows: [], oval: [] };
  // Without its lines the mask is invisible, and everything else still works.
  return fetch(config.meshPath).then((response) => (response.ok ? response.json() : nothing), () => nothing);
}

const [overlay, darkroom] = await Promise.all([
  loadMesh().then((mesh) => openOverlay(part("overlay"), video, mesh, config.maskPath)),
  openDarkroom(config.darkroomPath),
]);
screen.overlay = overlay;
const visit = new Visit(video, darkroom, config, screen, {
  onState: showState,
  onProgress: (seconds, duration) => {
    fileProgress.max = Number.isFinite(duration) && duration > 0 ? duration : 1;
    fileProgress.value = Math.min(seconds, fileProgress.max);
  },
  onPlaying: (playing) => {
    filePlay.textContent = playing ? filePlay.dataset.pause : filePlay.dataset.play;
  },
  onKept: () => {
    kept += 1;
    part("kept").textContent = String(kept);
  },
  onPending: guardLeaving,
});

const manual = new ManualShutter(
  { shutter: part("shutter"), timer: part("timer"), number: part("countdown") },
  () => visit.pressShutter(),
  (text) => announcer.now(text),
);

function showState(state, kind) {
  stage.dataset.state = state;
  stage.dataset.source = kind ?? "";
  const running = state === "live" || state === "done";
  part("start").hidden = state !== "idle";
  part("opening").hidden = state !== "opening";
  part("controls").hidden = !running && state !== "opening";
  part("camera-controls").hidden = kind !== "camera";
  part("file-controls").hidden = kind !== "file" || !running;
  part("done").hidden = state !== "done";
  part("deck").hidden = part("shutter").disabled = state !== "live";
  if (state !== "live") manual.cancel();
  if (!running) screen.tray.hide();
  for (const name of ["file-play", "file-progress", "stop"]) part(name).hidden = state === "done";
  video.classList.toggle("mirrored", kind === "camera");
  if (state === "opening") kept = 0;
  part("kept").textContent = String(kept);
  if (running && kind === "camera") fillPicker().catch(() => {});
}

async function fillPicker() {
  const cameras = await listCameras();
  const options = cameras.map((camera, place) => {
    const option = new Option(camera.label || `${picker.dataset.unnamed} ${place + 1}`, camera.deviceId);
    option.selected = camera.deviceId === visit.deviceId;
    return option;
  });
  picker.replaceChildren(...options);
  part("picker-field").hidden = options.length < 2;
}

function act(action) {
  const actions = {
    start: () => visit.openCamera(),
    file: () => fileInput.click(),
    stop: () => visit.stop(),
    reopen: () => visit.reopen(),
    retry: () => visit.retry(),
    again: () => visit.playAgain(),
    toggle: () => visit.togglePlaying(),
    reload: () => location.reload(),
  };
  actions[action]?.();
}

// Closing the tab now would lose a moment that is on its way.
function askBeforeLeaving(event) {
  event.preventDefault();
}

function guardLeaving(pending) {
  // Only while it is needed: the listener alone keeps a page out of the browser's back-forward cache.
  if (pending > 0) addEventListener("beforeunload", askBeforeLeaving);
  else removeEventListener("beforeunload", askBeforeLeaving);
}

function fitStage() {
  if (video.videoWidth) stage.style.setProperty("--picture", `${video.videoWidth} / ${video.videoHeight}`);
}

for (const place of [part("start"), part("controls")]) {
  place.addEventListener("click", (event) => act(event.target.closest("[data-action]")?.dataset.action));
}
picker.addEventListener("change", () => visit.openCamera(picker.value));
fileInput.addEventListener("change", () => {
  const [file] = fileInput.files;
  if (file) visit.openFile(file);
  // The same file may be chosen again.
  fileInput.value = "";
});
video.addEventListener("loadedmetadata", fitStage);
video.addEventListener("resize", fitStage);
navigator.mediaDevices?.addEventListener?.("devicechange", () => {
  if (stage.dataset.source === "camera" && visit.running) fillPicker().catch(() => {});
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea")) return;
  screen.tray.undo();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") manual.cancel();
  visit.pageShown(document.visibilityState === "visible");
});
addEventListener("pagehide", () => visit.abandon());

// Allowed in the browser's settings meanwhile: no need to press anything.
const permission = await cameraPermission((state) => {
  if (state === "granted" && screen.problems.code === "permission_denied") visit.openCamera();
});

showState("idle", null);
// Until now a press would have gone unheard.
for (const button of part("start").querySelectorAll("button")) button.disabled = false;
screen.strip.load();
const mayStart = permission === "granted" && document.visibilityState === "visible" && config.modelAvailable;
if (mayStart) visit.openCamera();
