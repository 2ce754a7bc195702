// A short tick in the hand, on devices that can.

const TICK_MS = 20;

export function tick() {
  // Before the first touch a browser refuses, and complains in its console.
  if (navigator.userActivation?.hasBeenActive === false) return;
  navigator.vibrate?.(TICK_MS);
}
