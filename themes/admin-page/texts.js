// The texts of the page in the selected language, and numbers and dates in its format.

let patterns = {};
let language = "en";

/** Loads the texts of a language and sets the document's language. */
export async function speak(tag) {
  const answer = await fetch(`messages/${tag}`);
  if (!answer.ok) {
    throw new Error(`The texts of ${tag}: ${answer.status}`);
  }
  patterns = await answer.json();
  language = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = tag === "ar" ? "rtl" : "ltr";
}

/** The language of the page. */
export function spoken() {
  return language;
}

/** The best available language for the user's preferences. */
export function best(there, read) {
  for (const tag of read) {
    const main = tag.split("-")[0];
    const found = there.find((one) => one === tag) ?? there.find((one) => one.split("-")[0] === main);
    if (found) {
      return found;
    }
  }
  return "en";
}

/** The text of a key with its placeholders filled. Apostrophes are doubled in the bundles. */
export function t(key, ...values) {
  return (patterns[key] ?? key).replaceAll("''", "'").replace(/\{(\d)\}/g, (whole, place) => values[place] ?? "");
}

/** A number, or a dash if there is none. */
export function count(number) {
  return typeof number === "number" ? new Intl.NumberFormat(language).format(number) : "–";
}

/** A fraction, as a percentage. */
export function percent(share) {
  return new Intl.NumberFormat(language, { style: "percent" }).format(share);
}

/** A date, or a dash. */
export function day(millis) {
  return millis ? new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(millis)) : "–";
}

/** A date and time, or a dash. */
export function moment(millis) {
  return millis
    ? new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(millis))
    : "–";
}

/** The name of a language in that language. */
export function nameOf(tag) {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
}
