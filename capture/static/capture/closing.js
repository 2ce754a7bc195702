// What the end of a connection means for the person in front of the camera, and whether trying again makes sense.

// retry: "never" (something must change first, the message says what), "ask" (a button), "soon" (by itself, backing off).
const MEANINGS = {
  4400: { problem: "bad_protocol", retry: "never" },
  4401: { problem: "signed_out", retry: "never" },
  4403: { problem: "consent_required", retry: "never" },
  4404: { problem: "bad_protocol", retry: "never" },
  4408: { problem: "connection_lost", retry: "soon" },
  4409: { problem: "replaced", retry: "never" },
  4413: { problem: "too_large", retry: "soon", shrink: true },
  4415: { problem: "not_jpeg", retry: "ask" },
  4423: { problem: "too_many_cameras", retry: "ask" },
  4429: { problem: "too_many_cameras", retry: "ask" },
  4500: { problem: "server_error", retry: "soon" },
  4503: { problem: "overloaded", retry: "soon" },
};

// `lastCode` is the code of the last error message; `bigMessageJustSent` tells a connection that broke on a large message.
export function closeMeaning(closeCode, lastCode, bigMessageJustSent) {
  if (closeCode === 4503 && lastCode === "model_unavailable") return { problem: "model_unavailable", retry: "ask" };
  if (closeCode === 4503 && lastCode === "draining") return { problem: "draining", retry: "soon" };
  if (closeCode === 1006 && bigMessageJustSent) return MEANINGS[4413];
  return MEANINGS[closeCode] ?? { problem: "connection_lost", retry: "soon" };
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
// Seconds; a server that asks for more than this is not believed.
const LONGEST_ASKED = 300;

// Milliseconds before try number `attempt` (from 0): doubling, with jitter so that a server that comes back is not
// met by every camera in the same instant; never sooner than the server asked for (`retryAfter`, seconds).
export function backoff(attempt, retryAfter = 0, random = Math.random) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 10));
  return wait * (0.5 + 0.5 * random()) + Math.min(LONGEST_ASKED, Math.max(0, retryAfter)) * 1000;
}
