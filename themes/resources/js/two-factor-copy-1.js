// Copy buttons: hidden in the page, shown here, because without a script they could do nothing.
(() => {
  "use strict";

  const SHOWN_FOR = 5000;

  const textOf = (button) => {
    const list = button.dataset.twoFactorCopyFrom;
    return list
      ? Array.from(document.getElementById(list).querySelectorAll("code"), (code) => code.textContent).join("\n")
      : button.dataset.twoFactorCopy;
  };

  // navigator.clipboard is missing where the page is not served over HTTPS.
  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    area.className = "two-factor-unseen";
    document.body.append(area);
    area.select();
    try {
      return document.execCommand("copy");
    } finally {
      area.remove();
    }
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  for (const button of document.querySelectorAll("[data-two-factor-copy], [data-two-factor-copy-from]")) {
    const status = button.closest("section").querySelector("[data-two-factor-status]");
    let cleared;
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      if (await copy(textOf(button))) {
        button.focus();
        status.textContent = button.dataset.twoFactorCopied;
        clearTimeout(cleared);
        cleared = setTimeout(() => (status.textContent = ""), SHOWN_FOR);
      }
    });
  }
})();
