// The set-up page: the QR code folded away where no other device could scan it, and the way to an app here and back.
(() => {
  "use strict";

  const NOTHING_HAPPENED_AFTER = 1500;
  const touch = matchMedia("(pointer: coarse)");
  const narrow = matchMedia("(max-width: 51.99em)");
  const fold = () => {
    for (const code of document.querySelectorAll("[data-two-factor-fold]")) {
      code.open = !(touch.matches || narrow.matches);
    }
  };
  fold();
  narrow.addEventListener("change", fold);
  touch.addEventListener("change", fold);

  let away = false;
  for (const link of document.querySelectorAll("[data-two-factor-app]")) {
    link.hidden = false;
    // The server keeps the key for whoever comes back, should the browser have dropped the page by then.
    link.addEventListener("click", () => {
      away = true;
      fetch(link.dataset.twoFactorApp, { method: "POST", keepalive: true }).catch(() => {});
      // No browser tells whether an app took the address.
      setTimeout(() => (document.getElementById("two-factor-device-help").hidden = false), NOTHING_HAPPENED_AFTER);
    });
  }

  document.addEventListener("visibilitychange", () => {
    const field = document.getElementById("two-factor-code");
    if (document.visibilityState === "visible" && field && (away || touch.matches)) {
      away = false;
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    }
  });
})();
