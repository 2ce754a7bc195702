// Hands a photo's card to the device's own share sheet; where there is none, or it takes no files, it is downloaded.
// A link works without this: <a href="…?download" data-share-card="…">.

const NAME = "happy-moment.png";

async function cardFile(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`no card: ${response.status}`);
  return new File([await response.blob()], NAME, { type: "image/png" });
}

function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function share(file) {
  const parcel = { files: [file] };
  if (!navigator.canShare?.(parcel)) return download(file);
  try {
    await navigator.share(parcel);
  } catch (error) {
    // Closed by the person; anything else (too late after the press, no app for it) still leaves them the file.
    if (error.name !== "AbortError") download(file);
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-share-card]");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await share(await cardFile(button.dataset.shareCard));
  } catch {
    if (button.href) location.assign(button.href);
  } finally {
    button.removeAttribute("aria-busy");
  }
});
