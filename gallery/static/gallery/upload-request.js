// One picture to the API, with progress: fetch() has none for what is sent.

const BUSY = new Set([429, 503]);

// Gives {ok, status, body, retryAfter}: `retryAfter` (s, 0 when unsaid) only where the same may work later by itself;
// status 0 when there was no answer. onProgress gets 0–1; 1 means all is sent and the server looks at it.
export function sendPicture(config, upload, onProgress) {
  // What can't be kept needs not travel.
  if (upload.file.size > config.maxBytes) return Promise.resolve({ ok: false, status: 413, body: null });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / (event.total || 1)));
    request.addEventListener("loadend", () => resolve(answerOf(request)));
    request.open("POST", config.address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", config.token);
    request.send(formOf(upload));
  });
}

function answerOf(request) {
  const { status, response: body } = request;
  const ok = status === 200 || status === 201;
  const busy = BUSY.has(status) && body?.code !== "model_unavailable";
  return { ok, status, body, retryAfter: busy ? Number(request.getResponseHeader("Retry-After")) || 0 : undefined };
}

function formOf({ file, captureId }) {
  const form = new FormData();
  form.append("file", file);
  form.append("capture_id", captureId);
  form.append("time_zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
  // For a picture whose EXIF says nothing: better than the moment of the upload.
  if (file.lastModified > 0) form.append("taken_at", new Date(file.lastModified).toISOString());
  return form;
}

// A UUID, also where the page is not served over HTTPS and crypto.randomUUID is missing.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
