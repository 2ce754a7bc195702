// Signing out leaves nothing of the person on the device: pictures that wait to be sent (capture/waiting-room.js), and
// what a service worker kept.

const DATABASES = ["happythings-waiting"];
const PATIENCE_MS = 1500;

export async function forgetDevice() {
  const names = (await globalThis.caches?.keys?.().catch(() => [])) ?? [];
  await Promise.all([...DATABASES.map(deleteDatabase), ...names.map((name) => caches.delete(name))]);
}

function deleteDatabase(name) {
  return new Promise((resolve) => {
    if (!globalThis.indexedDB) return resolve();
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = resolve;
  });
}

// Before the person is gone, and never in the way of their going.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest('form[action$="/logout/"], form[data-forgets]');
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([forgetDevice().catch(() => {}), patience]);
  form.submit();
});
