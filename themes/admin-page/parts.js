// Components shared by the tabs, with the classes of PatternFly, whose stylesheet Keycloak serves. Without it the page is plain,
// but works.

import { h, redraw } from "./dom.js";
import { told } from "./rest.js";
import { t } from "./texts.js";

/** A button of one of PatternFly's kinds: primary, secondary, link, danger. */
export function button(text, kind, onclick, more = {}) {
  return h("button", { type: "button", class: `pf-v5-c-button pf-m-${kind}`, onclick, ...more }, text);
}

/** An alert: danger, warning, info or success. */
export function alert(kind, title, ...more) {
  return h(
    "div",
    { class: `pf-v5-c-alert pf-m-inline pf-m-${kind} tfa-alert`, role: kind === "danger" ? "alert" : "status" },
    h("p", { class: "pf-v5-c-alert__title" }, title),
    more.length > 0 ? h("div", { class: "pf-v5-c-alert__description" }, ...more) : null,
  );
}

/** The loaded content; until then a progress message, or the error. */
export function shown(asked, draw) {
  return h(
    "div",
    { class: "tfa-asked", "aria-busy": asked.busy ? "true" : null },
    asked.error
      ? alert("danger", told(asked.error), button(t("again"), "link", () => asked.retry(), { class: LINK }))
      : null,
    h(
      "p",
      { class: "tfa-quiet", role: "status" },
      asked.busy ? (asked.slow ? t("slow") : asked.value === null ? t("loading") : null) : null,
      asked.slow ? " " : null,
      asked.slow ? button(t("cancel"), "link", () => (asked.stop(), redraw()), { class: LINK }) : null,
    ),
    asked.value !== null ? draw(asked.value) : null,
  );
}

/** A button styled as an inline link. */
export const LINK = "pf-v5-c-button pf-m-link pf-m-inline";

/** A section of a tab, with a heading. */
export function card(title, ...content) {
  return h(
    "section",
    { class: "pf-v5-c-card tfa-card" },
    title ? h("h2", { class: "tfa-heading" }, title) : null,
    ...content,
  );
}

/** A form field with its label, help text and error. */
export function field(id, label, control, { help, problem, foreign } = {}) {
  const language = foreign ? { lang: "en", dir: "ltr" } : {};
  return h(
    "div",
    { class: "tfa-field", key: id },
    h("label", { for: id, ...language }, label),
    control,
    help ? h("p", { id: `${id}-help`, class: "tfa-help", ...language }, help) : null,
    problem ? h("p", { id: `${id}-problem`, class: "tfa-problem", lang: "en", dir: "ltr" }, problem) : null,
  );
}

/** The attributes of the control in such a field. */
export function described(id, { help, problem } = {}) {
  const by = [problem ? `${id}-problem` : null, help ? `${id}-help` : null].filter(Boolean).join(" ");
  return { id, "aria-describedby": by || null, "aria-invalid": problem ? "true" : null };
}

/** A text field. */
export function input(id, value, oninput, more = {}) {
  return h(
    "span",
    { class: "pf-v5-c-form-control" },
    h("input", { type: "text", id, value, oninput: (event) => oninput(event.target.value), ...more }),
  );
}

/** A select. Options are pairs of value and text. */
export function select(id, value, options, onchange, more = {}) {
  return h(
    "span",
    { class: "pf-v5-c-form-control tfa-select" },
    h(
      "select",
      { id, value, onchange: (event) => onchange(event.target.value), ...more },
      options.map(([one, text]) => h("option", { key: one, value: one }, text)),
    ),
  );
}

/** A checkbox. */
export function check(id, text, checked, onchange, more = {}) {
  return h(
    "label",
    { class: "tfa-check", for: id, key: id },
    h("input", { type: "checkbox", id, checked, onchange: (event) => onchange(event.target.checked), ...more }),
    h("span", null, text),
  );
}

/** A table. On narrow screens each row becomes a block with labelled cells; the ARIA roles keep it a table. */
export function table(caption, heads, rows, more = {}) {
  return h(
    "table",
    { class: "tfa-table", role: "table", ...more },
    h("caption", { class: "tfa-unseen" }, caption),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        heads.map((head, place) => h("th", { scope: "col", role: "columnheader", key: `h${place}` }, head)),
      ),
    ),
    h(
      "tbody",
      { role: "rowgroup" },
      rows.map(({ key, cells }) =>
        h(
          "tr",
          { key, role: "row" },
          cells.map((cell, place) =>
            h(
              place === 0 ? "th" : "td",
              {
                key: `c${place}`,
                scope: place === 0 ? "row" : null,
                role: place === 0 ? "rowheader" : "cell",
                "data-label": typeof heads[place] === "string" ? heads[place] : null,
              },
              ...[cell].flat(),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A description list of pairs of term and value. */
export function facts(pairs) {
  return h(
    "dl",
    { class: "tfa-facts" },
    pairs
      .filter((pair) => pair)
      .flatMap(([what, how], place) => [
        h("dt", { key: `t${place}` }, what),
        h("dd", { key: `d${place}` }, ...[how].flat()),
      ]),
  );
}

/** A modal dialog; Escape and its button close it. */
export function dialog(title, kind, close, ...content) {
  return h(
    "dialog",
    {
      class: `tfa-dialog tfa-${kind}`,
      "aria-label": title,
      ref: (element) => element.showModal(),
      oncancel: (event) => {
        event.preventDefault();
        close();
      },
    },
    h(
      "header",
      { class: "tfa-dialog-head" },
      h("h2", { class: "tfa-heading", dir: "auto" }, title),
      button(t("close"), "plain", close, { class: "pf-v5-c-button pf-m-secondary" }),
    ),
    ...content,
  );
}
