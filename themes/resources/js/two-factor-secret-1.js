// Keys and codes go with the page: what the browser keeps for the Back button holds none of them.
(() => {
  "use strict";

  window.addEventListener("pagehide", () => {
    for (const secret of document.querySelectorAll("[data-two-factor-secret]")) {
      secret.remove();
    }
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      // Not reload(), which would send the form again that led here.
      location.replace(location.href);
    }
  });
})();
