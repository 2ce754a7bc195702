// The browser knows its time zone, and the server has to be told: silently at sign-up, as an offer in the preferences.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const hidden = document.querySelector("input[type=hidden][name=time_zone]");
if (hidden && zone) hidden.value = zone;

const select = document.querySelector("select[name=time_zone]");
const offer = document.querySelector("[data-part=zone-offer]");
const known = select && [...select.options].some((option) => option.value === zone);

function show() {
  offer.hidden = !known || select.value === zone;
}

if (offer) {
  const use = offer.querySelector("[data-part=zone-use]");
  use.textContent = (zone ?? "").replaceAll("_", " ");
  use.addEventListener("click", () => {
    select.value = zone;
    show();
    select.focus();
  });
  select.addEventListener("change", show);
  show();
}
