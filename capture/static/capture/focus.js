// The keyboard's place on the page: what hides while it has the focus hands it on, so that nobody starts at the top again.

// Does `change`; if the focus was within `root` and what had it is gone afterwards, `next` (an element, or a function that
// gives one) has it then.
export function passFocus(root, next, change) {
  const had = document.activeElement;
  const within = had !== document.body && root.contains(had);
  change();
  if (!within || canHold(had)) return;
  const place = typeof next === "function" ? next() : next;
  place?.focus({ preventScroll: true });
}

function canHold(element) {
  return element.isConnected && !element.disabled && element.getClientRects().length > 0;
}
