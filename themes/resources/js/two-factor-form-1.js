// Every page: one submission at a time, and the title of the document. All of it is a convenience.
(() => {
  "use strict";

  const RELEASE_AFTER = 8000;
  let sent = false;

  const release = () => {
    sent = false;
    for (const button of document.querySelectorAll("[data-two-factor-form] [aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-two-factor-form]")) {
      return;
    }
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    // A disabled button would not be sent, and its value says what was meant.
    event.submitter?.setAttribute("aria-disabled", "true");
    // A request that was stopped or failed leaves the page where it is, without any event.
    setTimeout(release, RELEASE_AFTER);
  });

  // Going back may bring the page out of the cache as it was left.
  window.addEventListener("pageshow", release);

  const title = document.querySelector("[data-two-factor-title]")?.dataset.twoFactorTitle;
  if (title && document.title !== title) {
    document.title = title;
  }
})();
