// Dates in the person's own zone and language: the server knows the day in UTC only.
(() => {
  "use strict";

  const language = document.querySelector(".two-factor")?.lang || undefined;

  for (const place of document.querySelectorAll("time[data-two-factor-time]")) {
    const day = new Date(place.dateTime).toLocaleDateString(language, { dateStyle: "long" });
    place.textContent = place.dataset.twoFactorTime.replace("{0}", day);
  }

  for (const place of document.querySelectorAll("time[data-two-factor-clock]")) {
    const clock = new Date(place.dateTime).toLocaleTimeString(language, { timeStyle: "short" });
    place.textContent = place.dataset.twoFactorClock.replace("{0}", clock);
  }

  for (const place of document.querySelectorAll("time[data-two-factor-moment]")) {
    place.textContent = new Date(place.dateTime).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  }
})();
