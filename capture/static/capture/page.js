// The camera page's entry: finds its parts in the document and wires the buttons.

import { Announcer } from "./announcer.js";
import { Api } from "./api.js";
import { cameraPermission, listCameras } from "./camera.js";
import { Checklist } from "./checklist.js";
import { Chime } from "./chime.js";
import { openDarkroom } from "./darkroom-client.js";
import { ExpressionPanel } from "./expression-panel.js";
import { Flash } from "./flash.js";
import { tick } from "./haptics.js";
import { guardLeaving } from "./leaving.js";
import { Lenses } from "./lenses.js";
import { ManualShutter } from "./manual-shutter.js";
import { Mood } from "./mood.js";
import { Options } from "./options.js";
import { openOverlay } from "./overlay.js";
import { Problems } from "./problems.js";
import { StageFocus } from "./stage-focus.js";
import { StatusLine } from "./status-line.js";
import { Strip } from "./strip.js";
import { UndoTray } from "./undo-tray.js";
import { Visit } from "./visit.js";
import { Voice } from "./voice.js";
import { WaitingNotice } from "./waiting-notice.js";
import { openWaitingRoom } from "./waiting-room.js";
import { WakeLock } from "./wake-lock.js";
import { part, readJson, readReasons, readSentences } from "./words.js";

const config = readJson("camera-config");
const stage = part("stage");
const video = part("video");
const picker = part("picker");
const fileInput = part("file-input");
const filePlay = part("file-play");
const fileProgress = part("file-progress");

const room = openWaitingRoom(config.person);
const api = new Api(config);
const chime = new Chime();
const voice = new Voice(document.documentElement.lang);
const announcer = new Announcer(part("announcer"), voice);
const flash = new Flash(part("glow"));
const awake = new WakeLock();
const lenses = new Lenses({ flip: part("flip"), picker, field: part("picker-field") });
const sentences = readSentences(part("sentences"));
const focus = new StageFocus({
  start: "[data-part=start] .button",
  stop: part("stop"),
  shutter: part("shutter"),
  problem: "[data-part=problem] :is(a, button)",
  files: "[data-part=file-controls] button",
});
const notice = new WaitingNotice(part("waiting"), part("strip"));
let kept = 0;

const strip = new Strip(
  { list: part("strip"), empty: part("strip-empty"), template: part("card"), words: { sentences, emotions: config.emotions } },
  api,
  { discard: (captureId) => visit.discard(captureId), withhold: (...what) => visit.withhold(...what) },
);
const screen = {
  status: new StatusLine(part("status"), { ...config.reasons, ...readReasons(part("status")) }, announcer),
  mood: new Mood(part("status")),
  checklist: new Checklist(part("checklist")),
  panel: new ExpressionPanel(part("expression"), config.emotions),
  strip,
  tray: new UndoTray(part("tray"), strip, () => focus.mend()),
  problems: new Problems(
    { panel: part("problem"), bar: part("bar"), templates: document.querySelectorAll("template[data-problem]") },
    (text) => announcer.aloud(text),
    () => focus.mend(),
  ),
};

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
const visit = new Visit(video, { darkroom, room }, config, screen, {
  onState: showState,
  onProgress: (seconds, duration) => {
    fileProgress.max = Number.isFinite(duration) && duration > 0 ? duration : 1;
    fileProgress.value = Math.min(seconds, fileProgress.max);
  },
  onPlaying: (playing) => {
    filePlay.textContent = playing ? filePlay.dataset.pause : filePlay.dataset.play;
  },
  onMoment: () => {
    flash.fire();
    tick();
  },
  onKept: () => {
    kept += 1;
    part("kept").textContent = String(kept);
    announcer.now(sentences.saved);
  },
  onPending: showPending,
});

const manual = new ManualShutter(
  { shutter: part("shutter"), timer: part("timer"), number: part("countdown") },
  () => visit.pressShutter(),
  (text) => announcer.now(text),
);
new Options(part("options"), config, (changes) => api.prefer(changes), {
  sound: (on) => chime.turn(on),
  voice: (on) => voice.turn(on),
});
if (!voice.able) part("options").querySelector("[data-choice=voice]").hidden = true;

function showState(state, kind) {
  stage.dataset.state = state;
  const running = state === "live" || state === "done";
  part("start").hidden = state !== "idle";
  part("opening").hidden = state !== "opening";
  part("file-controls").hidden = kind !== "file" || !running;
  part("done").hidden = state !== "done";
  part("deck").hidden = part("shutter").disabled = state !== "live";
  if (state !== "live") part("flip").hidden = true;
  part("stop").hidden = state !== "live" && state !== "opening";
  for (const name of ["file-play", "file-progress"]) part(name).hidden = state === "done";
  if (state !== "live") manual.cancel();
  if (!running) screen.tray.hide();
  video.classList.toggle("mirrored", visit.mirrored);
  if (state === "opening") kept = 0;
  part("kept").textContent = String(kept);
  awake.want(state === "live");
  if (state === "live" && kind === "camera") lenses.show(visit).catch(() => {});
  focus.show(state);
}

function showPending(pending) {
  notice.show(pending);
  guardLeaving(pending.unsafe > 0);
}

function act(action) {
  const actions = {
    start: () => visit.openCamera(),
    file: () => fileInput.click(),
    stop: () => visit.stop(),
    flip: () => visit.flip(),
    reopen: () => visit.reopen(),
    retry: () => visit.retry(),
    deliver: () => visit.deliver(),
    again: () => visit.playAgain(),
    toggle: () => visit.togglePlaying(),
    reload: () => location.reload(),
  };
  actions[action]?.();
}

function fitStage() {
  if (video.videoWidth) stage.closest("main").style.setProperty("--picture", `${video.videoWidth} / ${video.videoHeight}`);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-action]");
  if (button) act(button.dataset.action);
});
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => chime.wake());
document.addEventListener("happythings:smile", () => chime.seen());
document.addEventListener("happythings:saved", () => chime.kept());
picker.addEventListener("change", () => visit.openCamera({ deviceId: picker.value }));
fileInput.addEventListener("change", () => {
  const [file] = fileInput.files;
  if (file) visit.openFile(file);
  // The same file may be chosen again.
  fileInput.value = "";
});
video.addEventListener("loadedmetadata", fitStage);
video.addEventListener("resize", fitStage);
navigator.mediaDevices?.addEventListener?.("devicechange", async () => {
  const there = await listCameras().catch(() => []);
  if (visit.running) lenses.show(visit).catch(() => {});
  // Plugged in again.
  else if (there.length > 0 && ["camera_unplugged", "no_camera"].includes(screen.problems.code)) visit.reopen();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea")) return;
  screen.tray.undo();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") manual.cancel();
  visit.pageShown(document.visibilityState === "visible");
});
addEventListener("online", () => visit.deliver());
addEventListener("pageshow", (event) => event.persisted && visit.deliver());
addEventListener("pagehide", () => visit.abandon());

// Allowed in the browser's settings meanwhile: no need to press anything.
const permission = await cameraPermission((state) => {
  if (state === "granted" && screen.problems.code === "permission_denied") visit.openCamera();
});

showState("idle", null);
// Until now a press would have gone unheard.
for (const button of part("start").querySelectorAll("button")) button.disabled = false;
const mayStart = permission === "granted" && document.visibilityState === "visible" && config.modelAvailable;
if (mayStart) visit.openCamera();
visit.deliver(await room.all());
