// Pictures that wait on the device (capture/waiting-room.js) are there only for who is signed in: every page takes away
// what belongs to somebody else, what is too old to be sent, and what the camera may not be used for any more. Of what
// is left it says that it is there.

import { showWaiting } from "./waits-here.js";

const DATABASE = "happythings-waiting";
const STORE = "pictures";
const RETURNS = "happythings.returns";
const RETURN_MS = 15 * 60 * 1000;
const PATIENCE_MS = 1500;

export async function forgetDevice() {
  const database = await openIfThere();
  if (!database) return;
  try {
    const found = await walk(database);
    const { person } = document.body.dataset;
    const welcome = person === "" ? [whoReturns()] : [person];
    const foreign = ({ owner }) => person !== undefined && !welcome.includes(owner);
    const tooOld = ({ expiresAt }, now) => expiresAt * 1000 < now;
    const doubtful = found.some((each) => foreign(each) || tooOld(each, Date.now()));
    const told = doubtful ? await askServer() : null;
    const never = document.querySelector("[data-camera-refused]") !== null;
    const goes = (each) => tooOld(each, told?.now) || (foreign(each) ? told?.person === person : never);
    const store = database.transaction(STORE, "readwrite").objectStore(STORE);
    for (const each of found) if (goes(each)) store.delete(each.captureId);
    showWaiting(found.filter((each) => !goes(each) && each.owner === person && !each.unwanted).length);
  } finally {
    database.close();
  }
}

// Opening alone would make an empty one, without what the camera page puts into it.
async function openIfThere() {
  if (!globalThis.indexedDB) return null;
  const request = indexedDB.open(DATABASE);
  request.onupgradeneeded = () => request.transaction.abort();
  return outcome(request).catch(() => null);
}

function walk(database) {
  return new Promise((resolve, reject) => {
    const found = [];
    const request = database.transaction(STORE).objectStore(STORE).openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(found);
      const { captureId, owner, expiresAt, unwanted } = cursor.value;
      found.push({ captureId, owner, expiresAt, unwanted });
      cursor.continue();
    };
  });
}

// This page may be an old copy, or came without its cookies from another site's form, and the device's clock may be wrong:
// only the server knows who is there, and what time it is (ms).
async function askServer() {
  const response = await fetch(document.body.dataset.asks, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return null;
  const { person, now } = new DOMParser().parseFromString(await response.text(), "text/html").body.dataset;
  return { person, now: Number(now) * 1000 };
}

// Who left the camera page in this tab to sign in again: what waits there is theirs to come back for.
function whoReturns() {
  try {
    const { person, at } = JSON.parse(sessionStorage.getItem(RETURNS)) ?? {};
    return Date.now() - at < RETURN_MS ? person : undefined;
  } catch {
    return undefined;
  }
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("a[data-returns]")) return;
  try {
    sessionStorage.setItem(RETURNS, JSON.stringify({ person: document.body.dataset.person, at: Date.now() }));
  } catch {
    // Without it what waits goes once they are signed out.
  }
});

async function countWaiting() {
  const database = await openIfThere();
  if (!database) return 0;
  const count = await outcome(database.transaction(STORE).objectStore(STORE).count()).catch(() => 0);
  database.close();
  return count;
}

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Nothing goes before the server has answered: the page it answers with sees to that, or Clear-Site-Data does.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest('form[action$="/logout/"], form[data-forgets]');
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, 0));
  const waiting = await Promise.race([countWaiting().catch(() => 0), patience]);
  if (waiting > 0 && !confirm(document.body.dataset.forgetsWaiting)) return;
  form.submit();
});

forgetDevice().catch(() => {});
