// django-allauth's scripts talk to the authenticator; here the person is told when that came to nothing.

const problem = document.querySelector("[data-part=passkey-problem]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  problem.hidden = false;
  problem.scrollIntoView({ block: "nearest" });
});

// The next try begins without the old news.
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("button")) problem.hidden = true;
}, true);
