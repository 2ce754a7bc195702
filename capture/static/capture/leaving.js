// Asks before a page is closed that still holds what would be lost with it.

function ask(event) {
  event.preventDefault();
}

// Only while it is needed: the listener alone keeps a page out of the browser's back-forward cache.
export function guardLeaving(needed) {
  if (needed) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}
