// The page that shows the recovery codes once: print, and a question before leaving without having saved them.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-two-factor-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const ask = (event) => event.preventDefault();
  window.addEventListener("beforeunload", ask);
  document.addEventListener("submit", () => window.removeEventListener("beforeunload", ask));
})();
