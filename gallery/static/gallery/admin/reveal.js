// Blurred previews become sharp by a click, one at a time, and blurred again by the next. Without this file the link
// opens the picture by itself. The server writes down who asked for it.

function sharpen(link, image, words) {
  const blurred = image.src;
  image.addEventListener("error", () => {
    image.src = blurred;
    words.textContent = link.dataset.missing;
  }, { once: true });
  image.src = link.href;
  link.setAttribute("aria-pressed", "true");
  words.textContent = link.dataset.hide;
  return () => {
    image.src = blurred;
    link.setAttribute("aria-pressed", "false");
  };
}

function prepare(link) {
  const [image, words] = [link.querySelector("img"), link.querySelector("span")];
  const show = words.textContent;
  let veil = null;
  link.setAttribute("role", "button");
  link.setAttribute("aria-pressed", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (veil) {
      veil();
      veil = null;
      words.textContent = show;
    } else {
      veil = sharpen(link, image, words);
    }
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}

for (const link of document.querySelectorAll("[data-reveal]")) prepare(link);
