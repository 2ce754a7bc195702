// The keyboard's place on the page: what hides or goes while it has the focus hands it on, so that nobody starts at the top
// again.

let last = null;

document.addEventListener("focusin", ({ target }) => {
  last = target;
});
// Left on purpose, by a press beside everything. What is about to be removed can still hold it at this moment.
document.addEventListener("focusout", ({ target }) => {
  queueMicrotask(() => {
    if (last === target && document.activeElement !== target && canHold(target)) last = null;
  });
});

export function canHold(element) {
  return element.isConnected && !element.disabled && element.getClientRects().length > 0;
}

// What has the focus, or had it until it went.
export function lastFocused() {
  return last;
}

// After something has hidden or gone: if the focus went with it, the first of `places` that can hold it has it now.
export function mendFocus(...places) {
  if (!last || canHold(last)) return;
  places.find((place) => place && canHold(place))?.focus({ preventScroll: true });
}
