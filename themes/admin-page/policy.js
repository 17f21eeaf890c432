// The Policy tab. Labels, help texts and allowed values come from the server's description of the guard's form, so the page
// supports every setting that the server has.

import { h, redraw } from "./dom.js";
import { alert, button, card, check, described, dialog, field, input, select, shown, table } from "./parts.js";
import { findProviders, findRoles, picker } from "./picker.js";
import { Asked, call, get, realmName, Refused, told } from "./rest.js";
import { reportOnly, written } from "./overview.js";
import { count, t } from "./texts.js";

const DESCRIPTION = "/authentication/required-actions/two-factor-policy/config-description";
const DRAFT = "two-factor-admin-draft";

const REPORT_ONLY = "REPORT_ONLY";

/** The option that stands for an empty list in the admin console's form. */
const NONE = "none";

const NUMBERS = [
  ["required", "preview-required"],
  ["requiredEnrolled", "preview-enrolled"],
  ["requiredLacking", "preview-lacking"],
  ["adminsLacking", "reason-admins"],
  ["exempt", "reason-exempt"],
  ["unknown", "reason-unknown"],
];

const loaded = new Asked(async (signal) => {
  const [description, policy, state] = await Promise.all([
    get(DESCRIPTION, signal),
    get("/two-factor/policy", signal),
    get("/two-factor", signal),
  ]);
  return { settings: description.properties, policy, state };
});

let draft = {};
let problems = {};
let review = null;
let saved = null;
let page = null;

export const policy = {
  id: "policy",
  title: "tab-policy",
  mayBe: (rights) => rights.state,

  async open(app) {
    page = app;
    saved = null;
    const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
    if (kept?.realm === realmName()) {
      draft = kept.draft;
    } else if (kept) {
      draft = {};
    }
    await loaded.again();
  },

  view(app) {
    return [card(t("tab-policy"), saved, app.state?.state === "OFF" ? alert("info", t("policy-off")) : null, shown(loaded, form)), review ? preview() : null];
  },
};

/** The unsaved changes, or null. */
export function unsaved() {
  return Object.keys(draft).length > 0 ? draft : null;
}

/** Discards unsaved changes: they belong to another realm. */
export function forget() {
  draft = {};
  problems = {};
  loaded.value = null;
  sessionStorage.removeItem(DRAFT);
}

function form({ settings, state }) {
  const groups = new Map();
  for (const setting of settings) {
    const colon = setting.label.indexOf(": ");
    const group = colon < 0 ? "" : setting.label.slice(0, colon);
    groups.set(group, [...(groups.get(group) ?? []), { ...setting, text: capital(setting.label.slice(colon < 0 ? 0 : colon + 2)) }]);
  }
  const changed = unsaved() !== null;
  return h(
    "form",
    {
      class: "tfa-policy",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        look();
      },
    },
    reportOnly(state),
    problems[""] ? alert("danger", problems[""]) : null,
    h(
      "div",
      null,
      [...groups].map(([group, members]) =>
        h(
          "details",
          { key: group, class: "tfa-group", lang: "en", dir: "ltr", open: group === "Who" || members.some(({ name }) => name in problems || name in draft) },
          h("summary", null, h("h3", { class: "tfa-subheading" }, group || t("tab-policy"))),
          h("div", null, members.map(control)),
        ),
      ),
    ),
    h(
      "div",
      { class: "tfa-save" },
      h("span", { role: "status", class: "tfa-quiet" }, changed ? t("unsaved", count(Object.keys(draft).length)) : t("unsaved-none")),
      h("button", { type: "submit", class: "pf-v5-c-button pf-m-primary", disabled: !changed }, t("review")),
      button(t("revert"), "link", () => {
        draft = {};
        problems = {};
        keep();
        redraw();
      }, { disabled: !changed }),
    ),
  );
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function control(setting) {
  const { name, text, helpText, type } = setting;
  const id = `setting-${name}`;
  const asked = { help: helpText, problem: problems[name], foreign: true };
  const value = name in draft ? draft[name] : loaded.value.policy[name];
  const change = (now) => put(name, now);
  switch (type) {
    case "boolean":
      return h(
        "div",
        { class: "tfa-field", key: id },
        check(id, text, value === true, change, described(id, asked)),
        h("p", { id: `${id}-help`, class: "tfa-help" }, helpText),
        problems[name] ? h("p", { id: `${id}-problem`, class: "tfa-problem" }, problems[name]) : null,
      );
    case "List":
      return field(id, text, select(id, value, setting.options.map((one) => [one, one]), change, described(id, asked)), asked);
    case "MultivaluedList":
      return h(
        "fieldset",
        { class: "tfa-checks tfa-field", key: id },
        h("legend", null, text),
        h(
          "div",
          null,
          setting.options
            .filter((one) => one !== NONE)
            .map((one) =>
              check(`${id}-${one}`, one, value.includes(one), (on) => change(on ? [...value, one] : value.filter((other) => other !== one))),
            ),
        ),
        h("p", { class: "tfa-help" }, helpText),
        problems[name] ? h("p", { class: "tfa-problem" }, problems[name]) : null,
      );
    case "MultivaluedString":
      return field(
        id,
        text,
        picker(id, {
          values: (value ?? []).map((one) => [one, one]),
          change: (pairs) => change(pairs.map(([one]) => one)),
          find: finder(name),
          free: true,
          attributes: described(id, asked),
        }),
        asked,
      );
    case "Integer":
      return field(
        id,
        text,
        input(id, value, (typed) => change(/^-?\d{1,9}$/.test(typed) ? Number(typed) : typed), { inputmode: "numeric", ...described(id, asked) }),
        asked,
      );
    case "Text":
      return field(
        id,
        text,
        h(
          "span",
          { class: "pf-v5-c-form-control" },
          h("textarea", { rows: 3, value: value ?? "", oninput: (event) => change(event.target.value), ...described(id, asked) }),
        ),
        asked,
      );
    default:
      return field(id, text, input(id, value ?? "", change, described(id, asked)), asked);
  }
}

function finder(name) {
  if (name.endsWith("Roles")) {
    return findRoles;
  }
  return name === "trustedIdentityProviders" ? findProviders : async () => [];
}

function put(name, value) {
  if (same(value, loaded.value.policy[name])) {
    delete draft[name];
  } else {
    draft[name] = value;
  }
  delete problems[name];
  saved = null;
  keep();
  redraw();
}

/** Keeps the draft during a new sign-in. It contains settings only, nothing secret. */
function keep() {
  if (unsaved()) {
    sessionStorage.setItem(DRAFT, JSON.stringify({ realm: realmName(), draft }));
  } else {
    sessionStorage.removeItem(DRAFT);
  }
}

function same(one, other) {
  return JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
}

/** Previews the change. It can be saved without: the server may not support it, or the administrator not be allowed to. */
function look() {
  problems = {};
  review = { asked: new Asked((signal) => call("POST", "/two-factor/policy/preview", draft, signal)), saving: null };
  review.asked.again().then(({ error }) => refused(error));
}

/** Links to the fields with errors. */
function refused(error) {
  if (error instanceof Refused && error.status === 400) {
    problems = error.problems();
    review = null;
    redraw();
    queueMicrotask(() => queueMicrotask(() => document.querySelector("[aria-invalid], .tfa-problem")?.focus()));
    return true;
  }
  return false;
}

function preview() {
  const close = () => {
    review.asked.stop();
    review = null;
    redraw();
  };
  const { asked, saving } = review;
  const unable = asked.error instanceof Refused && [403, 404, 405].includes(asked.error.status);
  return dialog(
    t("review"),
    "box",
    close,
    table(
      t("changes"),
      [t("what"), t("before"), t("after")],
      Object.entries(draft).map(([name, value]) => ({
        key: name,
        cells: [h("bdi", { lang: "en" }, labelOf(name)), h("bdi", null, written(loaded.value.policy[name])), h("bdi", null, written(value))],
      })),
    ),
    h("h3", { class: "tfa-subheading" }, t("preview")),
    unable ? alert("info", t(asked.error.status === 403 ? "preview-forbidden" : "preview-missing")) : shown(asked, effects),
    saving?.error ? alert("danger", told(saving.error)) : null,
    h(
      "p",
      { class: "tfa-buttons" },
      button(t("save"), "primary", save, { disabled: asked.busy || Boolean(saving?.busy) }),
      button(t("cancel"), "secondary", close),
    ),
  );
}

function effects(now) {
  const first = now.first ?? [];
  const rest = now.newlyRequiredLacking - first.length;
  const reports = (draft.mode ?? loaded.value.policy.mode) === REPORT_ONLY;
  const enforces = !reports && loaded.value.policy.mode === REPORT_ONLY;
  return h(
    "div",
    null,
    reports ? alert("info", t("report-only-would")) : null,
    enforces ? alert("warning", t("preview-enforces", count(now.after?.requiredLacking))) : null,
    now.you?.required ? you(now.you.enrolled, reports) : null,
    h(
      "ul",
      { class: "tfa-effects" },
      h("li", null, t("newly-required", count(now.newlyRequired))),
      h("li", null, t("newly-lacking", count(now.newlyRequiredLacking))),
      h("li", null, t("no-longer-required", count(now.noLongerRequired))),
    ),
    first.length > 0
      ? h("p", { class: "tfa-first" }, t("first-names"), " ", h("bdi", null, first.join(", ")), rest > 0 ? ` ${t("and-more", count(rest))}` : null)
      : null,
    table(
      t("preview"),
      [t("users"), t("before"), t("after")],
      NUMBERS.map(([key, text]) => ({ key, cells: [t(text), count(now.before?.[key]), count(now.after?.[key])] })),
    ),
  );
}

/** What it means for the administrator, who is or would be required. */
function you(enrolled, reports) {
  if (reports) {
    return alert("info", enrolled ? t("you-would-have") : t("you-would-lack"));
  }
  return enrolled ? alert("info", t("you-have")) : alert("warning", t("you-lack"));
}

function labelOf(name) {
  return loaded.value.settings.find((setting) => setting.name === name)?.label ?? name;
}

async function save() {
  review.saving = new Asked(() => call("PATCH", "/two-factor/policy", draft));
  const { error } = await review.saving.again();
  if (error) {
    refused(error);
    return;
  }
  draft = {};
  keep();
  review = null;
  saved = alert("success", t("saved"));
  await loaded.again();
  page.state = loaded.value?.state ?? page.state;
}
