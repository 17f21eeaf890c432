// The Users tab: who is required to use two-factor and who has set it up, page by page, with help-desk actions on one user.

import { h, redraw } from "./dom.js";
import { alert, button, card, check, described, dialog, facts, field, input, shown, table } from "./parts.js";
import { findGroups, findRoles, picker } from "./picker.js";
import { Asked, call, get, raw, realmName, realmSegment, told } from "./rest.js";
import { count, day, moment, t } from "./texts.js";

const PAGE = 50;
const PAUSE_MILLIS = 300;

const FILTERS = {
  required: "filter-required",
  lacking: "filter-lacking",
  enrolled: "filter-enrolled",
  overdue: "reason-overdue",
  "in-grace": "reason-grace",
  exempt: "reason-exempt",
  waiting: "reason-waiting",
  off: "reason-off",
  "few-codes": "reason-few-codes",
  "no-codes": "reason-no-codes",
  "never-signed-in": "filter-never-signed-in",
  disabled: "reason-disabled",
  unknown: "reason-unknown",
};

const STATES = { OK: "user-ok", WAITING: "user-waiting", OFF: "user-off" };

const RESETS = {
  authenticators: "reset-authenticators",
  "recovery-codes": "reset-recovery-codes",
  "trusted-devices": "reset-trusted-devices",
  passkeys: "reset-passkeys",
  waits: "reset-waits",
};

const COUNTERS = { totp: "counter-totp", "recovery-code": "counter-recovery-code", password: "counter-password", device: "counter-device" };

const query = { search: "", filters: new Set(), role: [], group: [], after: [] };
const list = new Asked((signal) => get(`/two-factor/report/users?${parameters({ max: PAGE, after: query.after.at(-1) })}`, signal));
const csv = { busy: false, rows: 0, done: null, error: null, controller: null };

let one = null;
let timer;

export const people = {
  id: "people",
  title: "tab-people",
  mayBe: (rights) => rights.people,

  open(app, wanted) {
    if (wanted.has("filter")) {
      query.filters = new Set(wanted.get("filter").split(",").filter((name) => name in FILTERS));
    }
    first();
  },

  view() {
    return [
      card(t("tab-people"), filters(), shown(list, users), download()),
      one ? drawer() : null,
    ];
  },
};

function parameters(more) {
  const all = {
    search: query.search.trim(),
    filter: [...query.filters].join(","),
    role: query.role[0]?.[0],
    group: query.group[0]?.[0],
    ...more,
  };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value));
}

function first() {
  query.after = [];
  csv.done = null;
  list.again();
}

function filters() {
  return h(
    "search",
    { class: "tfa-filters" },
    field(
      "people-search",
      t("search"),
      input("people-search", query.search, (text) => {
        query.search = text;
        clearTimeout(timer);
        timer = setTimeout(first, PAUSE_MILLIS);
      }, { type: "search", autocomplete: "off" }),
    ),
    h(
      "details",
      { class: "tfa-more-filters", open: query.filters.size > 0 || query.role.length > 0 || query.group.length > 0 },
      h("summary", null, t("filters"), query.filters.size > 0 ? ` (${count(query.filters.size)})` : null),
      h(
        "fieldset",
        { class: "tfa-checks" },
        h("legend", null, t("filters-all")),
        h(
          "div",
          null,
          Object.entries(FILTERS).map(([name, text]) =>
            check(`filter-${name}`, t(text), query.filters.has(name), (on) => {
              query.filters[on ? "add" : "delete"](name);
              first();
            }),
          ),
        ),
      ),
      h(
        "div",
        { class: "tfa-two" },
        field("people-role", t("with-role"), picker("people-role", { values: query.role, single: true, find: findRoles, change: narrowed("role") })),
        field("people-group", t("in-group"), picker("people-group", { values: query.group, single: true, find: findGroups, change: narrowed("group") })),
      ),
      button(t("filters-clear"), "link", () => {
        Object.assign(query, { search: "", filters: new Set(), role: [], group: [] });
        first();
      }),
    ),
  );
}

function narrowed(what) {
  return (values) => {
    query[what] = values;
    first();
  };
}

function users({ users: rows, next }) {
  return h(
    "div",
    { class: list.busy ? "tfa-stale" : null },
    rows.length === 0
      ? h("p", { class: "tfa-nothing" }, t("users-none"))
      : table(
          t("tab-people"),
          [t("user"), t("required"), t("set-up-since"), t("last-used"), t("codes"), t("devices"), t("user-state")],
          rows.map((row) => ({ key: row.id, cells: cells(row) })),
        ),
    h(
      "nav",
      { class: "tfa-buttons", "aria-label": t("pages") },
      button(t("previous"), "secondary", () => {
        query.after.pop();
        list.again();
      }, { disabled: query.after.length === 0 || list.busy }),
      h("span", { class: "tfa-quiet", role: "status" }, t("page", count(query.after.length + 1))),
      button(t("next"), "secondary", () => {
        query.after.push(next);
        list.again();
      }, { disabled: !next || list.busy }),
    ),
  );
}

function cells(row) {
  return [
    [
      h(
        "button",
        { type: "button", class: "pf-v5-c-button pf-m-link pf-m-inline tfa-user", dir: "auto", onclick: () => openUser(row) },
        row.username,
      ),
      row.email && row.email !== row.username ? h("span", { class: "tfa-quiet tfa-email", dir: "auto" }, row.email) : null,
      row.enabled === false ? h("span", { class: "tfa-badge" }, t("user-disabled")) : null,
    ],
    required(row),
    day(row.enrolledSince),
    day(row.lastUsed),
    row.codes ? t("codes-of", count(row.codesLeft), count(row.codes)) : "–",
    count(row.trustedDevices),
    standing(row),
  ];
}

function required(row) {
  if (row.exemptUntil) {
    return t("exempt-until", day(row.exemptUntil));
  }
  if (row.graceUntil) {
    return t("grace-until", day(row.graceUntil));
  }
  return row.required === null || row.required === undefined ? t("not-known") : t(row.required ? "yes" : "no");
}

function standing(row) {
  if (row.required && !row.enrolledSince && row.state === "OK" && !row.passkeys) {
    return h("span", { class: "tfa-badge tfa-badge-high" }, t("user-lacking"));
  }
  const late = row.state === "WAITING" && row.waitUntil ? ` ${t("until", moment(row.waitUntil))}` : "";
  return h("span", { class: row.state === "OK" ? null : "tfa-badge tfa-badge-medium" }, t(STATES[row.state] ?? "user-ok"), late);
}

function download() {
  return h(
    "div",
    { class: "tfa-csv" },
    h(
      "p",
      { class: "tfa-buttons" },
      button(t("csv"), "secondary", save, { disabled: csv.busy }),
      csv.busy ? button(t("cancel"), "link", () => csv.controller.abort()) : null,
      h("span", { role: "status", class: "tfa-quiet" }, csv.busy ? t("csv-rows", count(csv.rows)) : csv.done),
    ),
    csv.error ? alert("danger", csv.error) : null,
  );
}

/** Reads the stream, to show its progress, and offers the file only if its last line shows that it is complete. */
async function save() {
  Object.assign(csv, { busy: true, rows: 0, done: null, error: null, controller: new AbortController() });
  redraw();
  try {
    const answer = await raw(
      "GET",
      `/${realmSegment()}/two-factor/report/users.csv?${parameters({})}`,
      undefined,
      csv.controller.signal,
    );
    const chunks = [];
    const reader = answer.body.getReader();
    let tail = "";
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      chunks.push(value);
      const text = new TextDecoder().decode(value);
      tail = (tail + text).slice(-200);
      csv.rows += text.split("\n").length - 1;
      redraw();
    }
    const end = /# rows,(\d+)\s*$/.exec(tail);
    if (!end) {
      csv.error = t("csv-cut");
    } else {
      csv.done = t("csv-done", count(Number(end[1])));
      hand(new Blob(chunks, { type: "text/csv" }));
    }
  } catch (error) {
    if (error.name === "AbortError") {
      csv.done = t("csv-cancelled");
    } else {
      csv.error = told(error);
    }
  }
  csv.busy = false;
  redraw();
}

function hand(blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `two-factor-${realmName()}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function openUser(row) {
  one = {
    row,
    asked: new Asked((signal) => get(`/two-factor/users/${row.id}`, signal)),
    act: null,
    reason: "",
    problem: null,
    what: new Set(["authenticators", "recovery-codes", "trusted-devices", "waits"]),
    signOut: true,
    done: null,
    doing: null,
  };
  one.asked.again();
}

function drawer() {
  const close = () => {
    one.asked.stop();
    one = null;
    redraw();
  };
  return dialog(one.row.username, "drawer", close, one.done, shown(one.asked, details));
}

function details(user) {
  const failures = Object.entries(user.failures ?? {}).filter(([, number]) => number > 0);
  return h(
    "div",
    null,
    facts([
      [t("email"), [h("bdi", null, user.email ?? "–"), user.email && !user.emailVerified ? ` (${t("email-unverified")})` : null]],
      [t("required"), required(user)],
      (user.because ?? []).length > 0
        ? [t("because"), h("ul", { lang: "en", dir: "ltr" }, user.because.map((reason) => h("li", { key: reason }, reason)))]
        : null,
      [t("set-up-since"), day(user.enrolledSince)],
      [t("last-used"), moment(user.lastUsed)],
      [t("codes"), user.codes ? t("codes-of", count(user.codesLeft), count(user.codes)) : "–"],
      [t("passkeys"), count(user.passkeys)],
      [t("user-state"), standing(user)],
      failures.length > 0
        ? [t("failures"), failures.map(([kind, number]) => `${t(COUNTERS[kind] ?? "counter-password")}: ${count(number)}`).join(", ")]
        : null,
      user.source ? [t("source"), h("bdi", null, user.source)] : null,
    ]),
    (user.devices ?? []).length > 0
      ? table(
          t("devices"),
          [t("device"), t("added"), t("last-used"), t("ends")],
          user.devices.map((device) => ({
            key: device.id,
            cells: [h("bdi", null, device.name), day(device.added), day(device.lastUsed), day(device.until)],
          })),
        )
      : null,
    (user.recent ?? []).length > 0
      ? h(
          "details",
          { class: "tfa-recent" },
          h("summary", null, t("recent")),
          table(
            t("recent"),
            [t("when"), t("what"), t("address")],
            user.recent.map((event, place) => ({
              key: place,
              cells: [moment(event.at), h("bdi", { lang: "en" }, happened(event)), h("bdi", null, event.address ?? "–")],
            })),
          ),
        )
      : null,
    h("h3", { class: "tfa-subheading" }, t("help-desk")),
    one.act === null
      ? h(
          "p",
          { class: "tfa-buttons" },
          button(t("unlock"), "secondary", begin("unlock")),
          button(t("forget-devices"), "secondary", begin("devices"), { disabled: !user.trustedDevices && (user.devices ?? []).length === 0 }),
          button(t("reset"), "danger", begin("reset")),
        )
      : act(user),
  );
}

/** An event by its name in the server's log, to search for it there. */
function happened({ type, error, details }) {
  return [type, error, ...Object.entries(details ?? {}).map(([name, value]) => `${name}=${value}`)].filter(Boolean).join(" ");
}

function begin(what) {
  return () => {
    Object.assign(one, { act: what, problem: null, done: null, doing: null });
    redraw();
  };
}

function act(user) {
  const titles = { unlock: "unlock", devices: "forget-devices", reset: "reset" };
  const about = { unlock: "unlock-about", devices: "forget-devices-about", reset: "reset-about" };
  const asked = { help: t("reason-help"), problem: one.problem };
  return h(
    "form",
    {
      class: "tfa-act",
      "aria-label": t(titles[one.act]),
      onsubmit: (event) => {
        event.preventDefault();
        perform(user);
      },
    },
    h("h4", { class: "tfa-subheading" }, t(titles[one.act])),
    h("p", null, t(about[one.act])),
    one.act === "reset"
      ? h(
          "fieldset",
          { class: "tfa-checks" },
          h("legend", null, t("reset-what")),
          h(
            "div",
            null,
            Object.entries(RESETS).map(([name, text]) =>
              check(`reset-${name}`, t(text), one.what.has(name), (on) => {
                one.what[on ? "add" : "delete"](name);
                redraw();
              }),
            ),
            check("reset-sign-out", t("reset-sign-out"), one.signOut, (on) => {
              one.signOut = on;
              redraw();
            }),
          ),
        )
      : null,
    field(
      "act-reason",
      t("reason-why"),
      input("act-reason", one.reason, (text) => {
        one.reason = text;
      }, { autocomplete: "off", maxlength: 255, ref: (element) => element.focus(), ...described("act-reason", asked) }),
      asked,
    ),
    one.doing?.error ? alert("danger", told(one.doing.error)) : null,
    h(
      "p",
      { class: "tfa-buttons" },
      h(
        "button",
        { type: "submit", class: `pf-v5-c-button pf-m-${one.act === "reset" ? "danger" : "primary"}`, disabled: Boolean(one.doing?.busy) },
        t(titles[one.act]),
      ),
      button(t("cancel"), "secondary", begin(null)),
    ),
  );
}

async function perform(user) {
  const mine = one;
  const reason = mine.reason.trim();
  mine.problem = reason ? (mine.act === "reset" && mine.what.size === 0 ? t("reset-nothing") : null) : t("reason-missing");
  if (mine.problem) {
    redraw();
    document.getElementById("act-reason")?.focus();
    return;
  }
  const path = `/two-factor/users/${user.id}`;
  mine.doing = new Asked(() => {
    switch (mine.act) {
      case "unlock":
        return call("POST", `${path}/unlock`, { reason });
      case "devices":
        return call("DELETE", `${path}/trusted-devices?${new URLSearchParams({ reason })}`);
      default:
        return call("POST", `${path}/reset`, { what: [...mine.what], signOut: mine.signOut, reason });
    }
  });
  await mine.doing.again();
  if (mine.doing.error) {
    redraw();
    return;
  }
  const removed = mine.doing.value?.removed ?? [];
  const done = { unlock: "unlock-done", devices: "forget-devices-done", reset: "reset-done" }[mine.act];
  mine.done = alert("success", t(done), removed.length > 0 ? h("p", null, [...new Set(removed.map(named))].join(", ")) : "");
  mine.act = null;
  mine.reason = "";
  mine.asked.again();
  list.retry();
}

/** What was removed: its type and its label. */
function named({ what, label }) {
  return `${t(RESETS[what] ?? "reset-waits")}${label ? ` (${label})` : ""}`;
}
