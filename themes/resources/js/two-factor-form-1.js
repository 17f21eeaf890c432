// Every page: one submission at a time, the title of the document, and names for what the theme leaves without one.
// All of it is a convenience.
(() => {
  "use strict";

  const RELEASE_AFTER = 8000;
  let sent = false;
  let pressed;

  const release = () => {
    sent = false;
    pressed?.removeAttribute("aria-disabled");
    pressed = undefined;
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-two-factor-form]")) {
      return;
    }
    // A button may be off for a reason of its own.
    if (sent || event.submitter?.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    sent = true;
    // A disabled button would not be sent, and its value says what was meant.
    pressed = event.submitter;
    pressed?.setAttribute("aria-disabled", "true");
    // A request that was stopped or failed leaves the page where it is, without any event.
    setTimeout(release, RELEASE_AFTER);
  });

  // Going back may bring the page out of the cache as it was left.
  window.addEventListener("pageshow", release);

  const page = document.querySelector("[data-two-factor-title]")?.dataset ?? {};
  if (page.twoFactorTitle && document.title !== page.twoFactorTitle) {
    document.title = page.twoFactorTitle;
  }

  document.querySelector("input#kc-attempted-username")?.setAttribute("aria-label", page.twoFactorNameUser);
  // Keycloak has no text for this one in most languages and says "languages" in its place.
  document.querySelector("#login-select-toggle")?.setAttribute("aria-label", page.twoFactorNameLanguage);
  const menu = document.querySelector("#kc-current-locale-link");
  menu?.setAttribute("aria-label", `${page.twoFactorNameLanguage}: ${menu.textContent.trim()}`);

  // What was refused is there to be mended, or typed over.
  const refused = document.querySelector("#two-factor-code[value]");
  if (refused) {
    refused.focus();
    refused.select();
  }
})();
