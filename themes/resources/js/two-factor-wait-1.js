// The wait after too many wrong codes: counts down for the eye, speaks once a minute and at the end. Meanwhile the
// button is off, as nothing that it sends would be looked at.
(() => {
  "use strict";

  const place = document.querySelector("[data-two-factor-wait]");
  if (!place) {
    return;
  }
  const texts = place.dataset;
  const end = Date.now() + Number(texts.twoFactorWait) * 1000;
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (whole, index) => values[index] ?? whole);

  // The rules of two-factor-plural.ftl, which say what they are for.
  const form = (number) => {
    const few = [2, 3, 4].includes(number % 10) && ![12, 13, 14].includes(number % 100);
    switch (texts.twoFactorPlural) {
      case "none":
        return "Many";
      case "french":
        return number < 2 ? "One" : "Many";
      case "polish":
        return number === 1 ? "One" : few ? "Few" : "Many";
      case "ukrainian":
        return number % 10 === 1 && number % 100 !== 11 ? "One" : few ? "Few" : "Many";
      case "arabic":
        if (number === 1 || number === 2) {
          return number === 1 ? "One" : "Two";
        }
        return number % 100 >= 3 && number % 100 <= 10 ? "Few" : "Many";
      default:
        return number === 1 ? "One" : "Many";
    }
  };
  const counted = (unit, number) => fill(texts["twoFactor" + unit + form(number)], number);

  const duration = (seconds) => {
    if (seconds < 60) {
      return counted("Seconds", seconds);
    }
    if (seconds < 7200) {
      return counted("Minutes", Math.ceil(seconds / 60));
    }
    return counted("Hours", Math.ceil(seconds / 3600));
  };

  // The server tells the time in UTC, the person's own clock is on the wall.
  const clock = new Date(end).toLocaleTimeString(document.documentElement.lang || undefined, { timeStyle: "short" });

  const seen = document.createElement("span");
  seen.setAttribute("aria-hidden", "true");
  const heard = document.createElement("span");
  heard.className = "two-factor-unseen";
  place.replaceChildren(seen, heard);

  const button = document.querySelector("#two-factor-challenge button[type=submit]");
  button?.setAttribute("aria-disabled", "true");

  const over = () => {
    clearInterval(timer);
    button?.removeAttribute("aria-disabled");
    document.title = texts.twoFactorTitleOver;
    place.textContent = texts.twoFactorOver;
    const notice = place.closest(".two-factor-notice");
    notice.classList.replace("two-factor-warning", "two-factor-info");
    notice.querySelectorAll(":scope > .two-factor-icon").forEach((icon) => icon.toggleAttribute("hidden"));
    notice.querySelectorAll("[data-two-factor-until-over]").forEach((also) => also.remove());
  };

  let minute;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) {
      over();
      return;
    }
    const text = fill(texts.twoFactorText, duration(left), clock);
    if (seen.textContent !== text) {
      seen.textContent = text;
    }
    if (minute !== Math.ceil(left / 60)) {
      minute = Math.ceil(left / 60);
      heard.textContent = text;
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
})();
