// Brings the full picture of a kept moment to the server, whatever happens to the connection on the way; until it is
// there it also lies in the waiting room.

import { claim } from "./sole-sender.js";

const QUALITY = 0.93;
const ANSWER_PATIENCE_MS = 15_000;
const RETRY_MS = 2000;
const MOST_WAITING_BYTES = 512 * 1024;
const PACE_MS = 15;
const SMALLEST_CHUNK = 32 * 1024;
// A tab that the system put to sleep while it was sending must not hold a picture back for good.
const MOST_TURNS_AWAY = 15;

export class Shutter {
  #darkroom;
  #pictures;
  #socket;
  #room;
  #on;
  #stills = new Map();
  #limits = null;
  #sending = null;
  #largestChunk = Infinity;

  // onPicture(captureId, blob, { moment, alternate }): the picture is there to be seen; onSending(captureId);
  // onSaved(captureId, photo); onHeldUp(captureId, code, safe): it will be tried again, and whether it would survive the
  // page; onLost(captureId, code, blob or null): it will not; onGone(captureId): another tab has seen to it,
  // or the person deleted the photo.
  constructor(darkroom, pictures, { socket, room }, on) {
    this.#darkroom = darkroom;
    this.#pictures = pictures;
    this.#socket = socket;
    this.#room = room;
    this.#on = on;
    room.onRemoved = (captureId) => this.#goneElsewhere(captureId);
  }

  // How many a connection could bring to the album.
  get pending() {
    return this.#count((still) => !still.parked && !stays(still));
  }

  // How many lie on the device, or only in this page, until something changes.
  get waiting() {
    return this.#count((still) => still.held && !still.unwanted && !still.lost);
  }

  // How many would be lost, or late, if the page were closed now.
  get unsafe() {
    return this.#count((still) => {
      if (still.lost) return !still.safe;
      return !still.unwanted && (!still.safe || (this.#limits && !still.parked));
    });
  }

  // Whether one waits for room in the album.
  get parked() {
    return this.#count((still) => still.parked) > 0;
  }

  async commit({ seq, capture_id: captureId, ticket, expires_at: expiresAt, moment, alternate }) {
    if (this.#stills.has(captureId)) return;
    const about = { captureId, ticket, expiresAt, moment, alternate, keptAt: Date.now() };
    const still = { ...about, blob: null, safe: false, parked: false };
    this.#stills.set(captureId, still);
    const maxBytes = this.#limits?.maxStillBytes ?? Infinity;
    still.blob = this.#pictures.print(seq) && (await this.#darkroom.print(seq, QUALITY, maxBytes).catch(() => null));
    this.#pictures.drop(seq);
    if (!still.blob) {
      this.#lose(still, "picture_gone");
      return;
    }
    this.#on.onPicture(captureId, still.blob, { moment, alternate });
    still.storing = this.#store(still);
    this.#next();
  }

  // What an earlier page left in the waiting room.
  restore({ unwanted = false, lost = null, ...about }) {
    const { captureId, moment, alternate, blob } = about;
    if (this.#stills.has(captureId)) return;
    const still = { ...about, unwanted, lost, safe: true, parked: false, restored: true };
    // Only what the server may have had stays in the room once it is taken back.
    still.sentWhole = unwanted;
    this.#stills.set(captureId, still);
    this.#on.onPicture(captureId, blob, { moment, alternate, unwanted });
    if (lost) this.#on.onLost(captureId, lost, blob);
    else this.#holdUp(still, "offline");
    this.#next();
  }

  // Taken back, or wanted again. What was not sent is not; what the server may have is sent all the same, from a later
  // page if need be, to learn which photo goes to the trash.
  withhold(captureId, unwanted) {
    const still = this.#stills.get(captureId);
    if (!still?.blob || still.lost) return;
    still.unwanted = unwanted;
    if (stays(still)) {
      if (this.#sending === still) this.#stopWaiting();
      this.#leaveRoom(still);
    } else still.storing = Promise.resolve(still.storing).then(() => this.#store(still));
    if (!unwanted && this.#limits) this.#on.onSending(captureId);
    this.#next();
  }

  // The person doesn't want it after all: it leaves the device. False when the server may have it already; then the page
  // still sends it, to learn which photo must be taken back there.
  discard(captureId) {
    const still = this.#stills.get(captureId);
    if (!still) return false;
    if (still.sentWhole) {
      this.withhold(captureId, true);
      return false;
    }
    this.#forget(still);
    this.#next();
    return true;
  }

  // A connection is there (again): what is not yet saved is sent once more with the same ticket.
  resume({ maxStillBytes, maxChunkBytes }) {
    this.#limits = { maxStillBytes, chunkBytes: Math.min(maxChunkBytes, this.#largestChunk) };
    this.#stopWaiting();
    this.tryAll();
  }

  // Also those that wait for room in the album.
  tryAll() {
    for (const still of this.#stills.values()) still.parked = false;
    this.#next();
  }

  // The connection is gone; `why` they wait is what their cards say.
  suspend(why = "offline") {
    this.#limits = null;
    this.#stopWaiting();
    for (const still of this.#stills.values()) if (!stays(still)) this.#holdUp(still, why);
  }

  smallerChunks() {
    const chunk = Math.min(this.#largestChunk, 256 * 1024);
    this.#largestChunk = Math.max(SMALLEST_CHUNK, chunk / 2);
  }

  saved({ capture_id: captureId, photo }) {
    this.#forget(this.#stills.get(captureId));
    this.#on.onSaved(captureId, photo);
    this.#next();
  }

  refused({ capture_id: captureId, code, retry, retry_after: retryAfter }) {
    const still = this.#stills.get(captureId);
    if (!still) return;
    still.sentWhole = still.unwanted && retry;
    if (code === "gone") this.#miss(still);
    else if (still.unwanted && !retry) this.#forget(still);
    else if (code === "quota_exceeded" && still.safe) this.#park(still, code);
    else if (retry) {
      this.#holdUp(still, code);
      this.#tryLater(still, retryAfter ? retryAfter * 1000 : RETRY_MS);
    } else this.#lose(still, code);
    this.#next();
  }

  #count(such) {
    return [...this.#stills.values()].filter(such).length;
  }

  async #store(still) {
    still.safe = (await this.#room.put(still)) === "kept";
    if (!this.#limits && this.#stills.has(still.captureId) && !stays(still)) this.#holdUp(still, "offline");
  }

  // Nothing helps before the person makes room: tried again with the next connection.
  #park(still, code) {
    still.parked = true;
    if (this.#sending === still) this.#stopWaiting();
    this.#holdUp(still, code);
  }

  #holdUp(still, code) {
    still.held = true;
    this.#on.onHeldUp(still.captureId, code, still.safe);
  }

  // One at a time: the server takes a second `still` for the end of the first.
  #next() {
    if (!this.#limits || this.#sending || !this.#socket.ready) return;
    for (const still of this.#stills.values()) {
      if (!still.blob || still.resting || still.parked || stays(still)) continue;
      this.#sending = still;
      this.#send(still, this.#limits).catch(() => this.#tryLater(still, RETRY_MS));
      return;
    }
  }

  async #send(still, limits) {
    const mine = () => this.#sending === still && this.#limits === limits;
    const letGo = await claim(still.captureId);
    if (!mine()) {
      letGo?.();
      return;
    }
    still.letGo = letGo;
    still.turnsAway = letGo ? 0 : (still.turnsAway ?? 0) + 1;
    if (!letGo && still.turnsAway <= MOST_TURNS_AWAY) {
      this.#holdUp(still, "elsewhere");
      this.#tryLater(still, RETRY_MS);
      return;
    }
    const gone = still.restored && (await this.#isGone(still));
    if (!mine()) return;
    if (gone) this.#miss(still);
    else await this.#upload(still, limits, mine);
  }

  // Whether a picture of an earlier page lies there no more. What this page kept itself is sent even if the device lost
  // its copy: it gives one photo, however often it comes.
  async #isGone(still) {
    await still.storing;
    return !(await this.#room.has(still.captureId));
  }

  // Another tab took it from the device. What is on its way from here already still arrives.
  #goneElsewhere(captureId) {
    const still = this.#stills.get(captureId);
    if (!still || this.#sending === still) return;
    this.#stills.delete(captureId);
    this.#on.onGone(captureId);
  }

  // Another tab brought it to the album or deleted it, or it was deleted there.
  #miss(still) {
    this.#forget(still);
    this.#on.onGone(still.captureId);
    this.#next();
  }

  async #upload(still, limits, mine) {
    const { captureId, ticket, blob } = still;
    still.held = false;
    this.#on.onSending(captureId);
    this.#socket.sendStill({ capture_id: captureId, ticket, size: blob.size });
    for (let offset = 0; offset < blob.size; offset += limits.chunkBytes) {
      const bytes = await blob.slice(offset, offset + limits.chunkBytes).arrayBuffer();
      // Frames go on in between; a still must not stand in their way.
      while (mine() && this.#socket.waitingBytes > MOST_WAITING_BYTES) await pause(PACE_MS);
      if (!mine()) return;
      still.sentWhole = offset + limits.chunkBytes >= blob.size;
      if (!this.#socket.sendStillChunk(offset, bytes)) return;
    }
    still.patience = setTimeout(() => this.#tryLater(still, 0), ANSWER_PATIENCE_MS);
  }

  #tryLater(still, wait) {
    if (this.#sending === still) this.#stopWaiting();
    still.resting = true;
    setTimeout(() => {
      still.resting = false;
      this.#next();
    }, wait);
  }

  // Lets go of the picture on its way, for other tabs only after `first`.
  #stopWaiting(first = null) {
    const still = this.#sending;
    this.#sending = null;
    clearTimeout(still?.patience);
    Promise.resolve(first).then(() => still?.letGo?.());
  }

  #lose(still, code) {
    if (!this.#stills.has(still.captureId)) return;
    // The only copy: it stays until the person has looked after it.
    if (still.blob) this.#keepLost(still, code);
    else this.#forget(still);
    this.#on.onLost(still.captureId, code, still.blob);
    this.#next();
  }

  #keepLost(still, code) {
    still.lost = code;
    if (this.#sending === still) this.#stopWaiting();
    still.storing = Promise.resolve(still.storing).then(() => this.#store(still));
  }

  #forget(still) {
    if (!still) return;
    this.#stills.delete(still.captureId);
    this.#leaveRoom(still);
    // Only when it has left: another tab must not find it there and think that nobody has sent it.
    if (this.#sending === still) this.#stopWaiting(still.storing);
  }

  // Not before it is in there, or it would stay for good.
  #leaveRoom(still) {
    still.safe = false;
    still.storing = Promise.resolve(still.storing).then(() => this.#room.remove(still.captureId));
  }
}

// Not on its way to the album: refused for good, or taken back before the server had it.
function stays({ lost, unwanted, sentWhole }) {
  return Boolean(lost) || Boolean(unwanted && !sentWhole);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
