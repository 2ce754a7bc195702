// Kept moments that are not in the album yet wait here, on the device: bounded and one person's only.
// What may not stay is taken away by every page (site/forget-device.js, which knows the database by its name).

export const DATABASE = "happythings-waiting";
export const MOST_PICTURES = 24;
export const MOST_BYTES = 64 * 1024 * 1024;
const STORE = "pictures";
const OPENING_PATIENCE_MS = 3000;

export class WaitingRoom {
  #opening;
  #owner;
  #tabs;

  // `opening` promises the database or null, `owner` says whose pictures these are; `tabs` is the channel to the other
  // tabs, where the browser has one. The room's `onRemoved(captureId)` is called for what one of them took away.
  constructor(opening, owner, tabs = null) {
    this.#opening = opening;
    this.#owner = owner;
    this.#tabs = tabs;
    if (tabs) tabs.onmessage = ({ data }) => this.onRemoved?.(data);
  }

  // Gives "kept"; "full" where the bounds or the device leave no room; "unavailable" where nothing can be stored.
  async put({ captureId, ticket, expiresAt, moment, alternate, blob, keptAt, unwanted = false, lost = null }) {
    try {
      const database = await this.#opening;
      if (!database) return "unavailable";
      // Bytes: some browsers can't store Blobs in private windows.
      const bytes = await blob.arrayBuffer();
      const about = { captureId, ticket, expiresAt, moment, alternate, unwanted, lost, keptAt, owner: this.#owner };
      return await add(database, { ...about, bytes, size: bytes.byteLength });
    } catch (error) {
      return error?.name === "QuotaExceededError" ? "full" : "unavailable";
    }
  }

  // Whether it is still there: another tab may have brought it to the album meanwhile, or deleted it.
  async has(captureId) {
    try {
      const database = await this.#opening;
      return !database || (await outcome(database.transaction(STORE).objectStore(STORE).count(captureId))) > 0;
    } catch {
      return true;
    }
  }

  async remove(captureId) {
    await this.#change((store) => store.delete(captureId));
    this.#tabs?.postMessage(captureId);
  }

  // The person's pictures, the oldest first. What somebody else left on this device goes: they are signed out.
  async all() {
    const database = await this.#opening.catch(() => null);
    if (!database) return [];
    const found = await outcome(database.transaction(STORE).objectStore(STORE).getAll()).catch(() => []);
    const foreign = found.filter(({ owner }) => owner !== this.#owner);
    for (const { captureId } of foreign) await this.remove(captureId);
    const own = found.filter((each) => !foreign.includes(each)).sort((one, other) => one.keptAt - other.keptAt);
    return own.map(({ bytes, ...about }) => ({ ...about, blob: new Blob([bytes], { type: "image/jpeg" }) }));
  }

  async #change(act) {
    try {
      const database = await this.#opening;
      if (!database) return;
      const change = database.transaction(STORE, "readwrite");
      act(change.objectStore(STORE));
      await complete(change);
    } catch {
      // What can't be removed is sent once more and gives the same photo.
    }
  }
}

export function openWaitingRoom(owner) {
  const opening = openDatabase();
  // Some private windows never answer.
  const patience = new Promise((resolve) => setTimeout(resolve, OPENING_PATIENCE_MS, null));
  const tabs = globalThis.BroadcastChannel ? new BroadcastChannel(DATABASE) : null;
  return new WaitingRoom(Promise.race([opening, patience]).catch(() => null), owner, tabs);
}

async function openDatabase() {
  if (!globalThis.indexedDB) return null;
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: "captureId" }).createIndex("size", "size");
  };
  const database = await outcome(request);
  // Signed out in another tab: let go, so that it can be deleted.
  database.onversionchange = () => database.close();
  return database;
}

async function add(database, record) {
  const change = database.transaction(STORE, "readwrite");
  const store = change.objectStore(STORE);
  const { count, bytes } = await taken(store, record.captureId);
  if (count >= MOST_PICTURES || bytes + record.size > MOST_BYTES) return "full";
  store.put(record);
  await complete(change);
  return "kept";
}

// How many others there are and how large, without reading the pictures themselves.
function taken(store, besides) {
  return new Promise((resolve, reject) => {
    const sum = { count: 0, bytes: 0 };
    const walk = store.index("size").openKeyCursor();
    walk.onerror = () => reject(walk.error);
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor) return resolve(sum);
      if (cursor.primaryKey !== besides) {
        sum.count += 1;
        sum.bytes += cursor.key;
      }
      cursor.continue();
    };
  });
}

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Only then is it on the device: a full disk is noticed at the end.
function complete(change) {
  return new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = change.onerror = () => reject(change.error);
  });
}
