// Says on every page that photos wait on this device. The camera page says more about them itself, and has no template.

export function showWaiting(count) {
  const template = document.querySelector("template[data-waits-here]");
  if (!template || count === 0) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.querySelector(count === 1 ? "[data-many]" : "[data-one]").remove();
  const number = notice.querySelector("[data-count]");
  if (number) number.textContent = String(count);
  template.replaceWith(notice);
}
