// The counter under the memo. It never touches what is being typed, so 한글 can be composed in peace.

import { memoLength } from "./memo-length.js";

const field = document.querySelector("[data-memo]");
const form = field?.form;
const counter = document.getElementById("memo-count");

if (form && counter) {
  const limit = Number(form.dataset.limit);
  const show = () => {
    const used = memoLength(field.value);
    const over = used > limit;
    counter.textContent = `${used} / ${limit}`;
    counter.classList.toggle("over", over);
    field.setCustomValidity(over ? form.dataset.over : "");
    if (over) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  // The form says `novalidate` for those without this module; with it the browser may hold a too long memo back.
  form.noValidate = false;
  field.addEventListener("input", show);
  show();
}
