// Several tabs may hold the same waiting picture: one at a time sends it. Where a browser can't tell its tabs apart
// (no Web Locks) it may go twice, and is one photo all the same.

const LOCK = "happythings-still-";

// Gives a function that lets go of it again; null while another tab sends it.
export function claim(captureId) {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    const held = (lock) => (lock ? new Promise((letGo) => resolve(letGo)) : resolve(null));
    locks.request(LOCK + captureId, { ifAvailable: true }, held).catch(() => resolve(() => {}));
  });
}
