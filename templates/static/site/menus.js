// The account menu is a <details>: it works without this. Here it also closes when one looks elsewhere.

const menus = document.querySelectorAll("details.menu");

function closeAllBut(target) {
  for (const menu of menus) {
    if (menu.open && !(target instanceof Node && menu.contains(target))) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeAllBut(event.target));
document.addEventListener("focusin", (event) => closeAllBut(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
