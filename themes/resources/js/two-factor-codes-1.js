// The page that shows the recovery codes once: print, and a question before leaving without having saved them.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-two-factor-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A file that comes by itself is no reason to ask before leaving: this goes first.
  document.querySelector("[data-two-factor-start]")?.click();

  const ask = (event) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  const leave = () => window.removeEventListener("beforeunload", ask);
  document.addEventListener("submit", leave);

  // Another language shows the same codes again. First of all, for the theme's own handler leaves the page.
  document.addEventListener("change", (event) => event.target.matches("#login-select-toggle") && leave(), true);
  document.addEventListener("click", (event) => event.target.closest("#kc-locale a") && leave(), true);
})();
