// Pictures that wait on the device (capture/waiting-room.js) are there only for who is signed in: every page takes away
// what belongs to somebody else, what is too old to be sent, and what the camera may not be used for any more.

const DATABASE = "happythings-waiting";
const STORE = "pictures";
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;
const PATIENCE_MS = 1500;

export async function forgetDevice() {
  const database = await openIfThere();
  if (!database) return;
  try {
    const found = await walk(database);
    const { person } = document.body.dataset;
    const foreign = found.filter(({ owner }) => owner !== person);
    const sure = foreign.length > 0 && person !== undefined && (await whoIsThere()) === person;
    const never = document.querySelector("[data-camera-refused]") !== null;
    const tooOld = ({ keptAt }) => keptAt < Date.now() - LONGEST_MS;
    const gone = found.filter((each) => tooOld(each) || (each.owner === person ? never : sure));
    const store = database.transaction(STORE, "readwrite").objectStore(STORE);
    for (const { captureId } of gone) store.delete(captureId);
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
      const { captureId, owner, keptAt } = cursor.value;
      found.push({ captureId, owner, keptAt });
      cursor.continue();
    };
  });
}

// This page may be an old copy, or came without its cookies from another site's form: only the server knows.
async function whoIsThere() {
  const response = await fetch(document.body.dataset.asks, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return undefined;
  return new DOMParser().parseFromString(await response.text(), "text/html").body.dataset.person;
}

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
