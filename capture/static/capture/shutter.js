// Brings the full picture of a kept moment to the server, whatever happens to the connection on the way.

const QUALITY = 0.93;
const ANSWER_PATIENCE_MS = 15_000;
const RETRY_MS = 2000;
const MOST_WAITING_BYTES = 512 * 1024;
const PACE_MS = 15;
const SMALLEST_CHUNK = 32 * 1024;

export class Shutter {
  #darkroom;
  #pictures;
  #socket;
  #on;
  #stills = new Map();
  #limits = null;
  #sending = null;
  #largestChunk = Infinity;

  // onPicture(captureId, blob, { moment, alternate }): the picture is there to be seen; onSaved(captureId, photo); onHeldUp(captureId, code): it
  // will be tried again; onLost(captureId, code, blob or null): it will not.
  constructor(darkroom, pictures, socket, on) {
    this.#darkroom = darkroom;
    this.#pictures = pictures;
    this.#socket = socket;
    this.#on = on;
  }

  get pending() {
    return this.#stills.size;
  }

  async commit({ seq, capture_id: captureId, ticket, expires_in: expiresIn, moment, alternate }) {
    if (this.#stills.has(captureId)) return;
    const still = { captureId, ticket, blob: null };
    still.expiry = setTimeout(() => this.#lose(still, "expired"), expiresIn * 1000);
    this.#stills.set(captureId, still);
    const maxBytes = this.#limits?.maxStillBytes ?? Infinity;
    still.blob = this.#pictures.print(seq) && (await this.#darkroom.print(seq, QUALITY, maxBytes).catch(() => null));
    this.#pictures.drop(seq);
    if (!still.blob) {
      this.#lose(still, "picture_gone");
      return;
    }
    this.#on.onPicture(captureId, still.blob, { moment, alternate });
    this.#next();
  }

  // A connection is there (again): what is not yet saved is sent once more with the same ticket.
  resume({ maxStillBytes, maxChunkBytes }) {
    this.#limits = { maxStillBytes, chunkBytes: Math.min(maxChunkBytes, this.#largestChunk) };
    this.#sending = null;
    this.#next();
  }

  suspend() {
    this.#limits = null;
    this.#stopWaiting();
    for (const { captureId } of this.#stills.values()) this.#on.onHeldUp(captureId, "offline");
  }

  smallerChunks() {
    const chunk = Math.min(this.#largestChunk, 256 * 1024);
    this.#largestChunk = Math.max(SMALLEST_CHUNK, chunk / 2);
  }

  saved({ capture_id: captureId, photo }) {
    const still = this.#stills.get(captureId);
    this.#forget(still);
    this.#on.onSaved(captureId, photo);
    this.#next();
  }

  refused({ capture_id: captureId, code, retry, retry_after: retryAfter }) {
    const still = this.#stills.get(captureId);
    if (!still) return;
    if (retry) {
      this.#on.onHeldUp(captureId, code);
      this.#tryLater(still, retryAfter ? retryAfter * 1000 : RETRY_MS);
    } else this.#lose(still, code);
    this.#next();
  }

  // One at a time: the server takes a second `still` for the end of the first.
  #next() {
    if (!this.#limits || this.#sending || !this.#socket.ready) return;
    for (const still of this.#stills.values()) {
      if (!still.blob || still.resting) continue;
      this.#sending = still;
      this.#upload(still, this.#limits).catch(() => this.#tryLater(still, RETRY_MS));
      return;
    }
  }

  async #upload(still, limits) {
    const { captureId, ticket, blob } = still;
    const mine = () => this.#sending === still && this.#limits === limits;
    this.#socket.sendStill({ capture_id: captureId, ticket, size: blob.size });
    for (let offset = 0; offset < blob.size; offset += limits.chunkBytes) {
      const bytes = await blob.slice(offset, offset + limits.chunkBytes).arrayBuffer();
      // Frames go on in between; a still must not stand in their way.
      while (mine() && this.#socket.waitingBytes > MOST_WAITING_BYTES) await pause(PACE_MS);
      if (!mine() || !this.#socket.sendStillChunk(offset, bytes)) return;
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

  #stopWaiting() {
    clearTimeout(this.#sending?.patience);
    this.#sending = null;
  }

  #lose(still, code) {
    if (!this.#stills.has(still.captureId)) return;
    this.#forget(still);
    this.#on.onLost(still.captureId, code, still.blob);
    this.#next();
  }

  #forget(still) {
    if (!still) return;
    clearTimeout(still.expiry);
    clearTimeout(still.patience);
    this.#stills.delete(still.captureId);
    if (this.#sending === still) this.#sending = null;
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
