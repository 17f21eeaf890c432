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
  document.addEventListener("submit", () => window.removeEventListener("beforeunload", ask));
})();
