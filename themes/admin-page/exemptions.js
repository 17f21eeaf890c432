// The Exemptions tab: users who are exempt from two-factor for a time, why, and who decided it.

import { h, redraw } from "./dom.js";
import { alert, button, card, described, dialog, field, input, select, shown, table } from "./parts.js";
import { findRoles, findUsers, picker } from "./picker.js";
import { Asked, call, get, told } from "./rest.js";
import { day, t } from "./texts.js";

const MOST_DAYS = 90;
const DAY_MILLIS = 86_400_000;

// The clocks of browser and server may differ a little.
const MINUTE_MILLIS = 60_000;

const list = new Asked((signal) => get("/two-factor/exemptions", signal));

let fresh = null;
let ending = null;
let done = null;

export const exemptions = {
  id: "exemptions",
  title: "tab-exemptions",
  mayBe: (rights) => rights.exemptions,

  open() {
    done = null;
    list.again();
  },

  view() {
    return [
      card(
        t("tab-exemptions"),
        done,
        h("p", { class: "tfa-quiet" }, t("exemptions-about")),
        h("p", { class: "tfa-buttons" }, button(t("exempt"), "primary", begin)),
        shown(list, rows),
      ),
      fresh ? adding() : null,
      ending ? endingOne() : null,
    ];
  },
};

function rows(all) {
  return all.length === 0
    ? h("p", { class: "tfa-nothing" }, t("exemptions-none"))
    : table(
        t("tab-exemptions"),
        [t("user-or-role"), t("until-when"), t("reason-why"), t("by-whom"), t("end")],
        all.map((one) => ({
          key: one.id,
          cells: [
            h("bdi", null, nameOf(one)),
            day(one.until),
            h("bdi", null, one.reason),
            [h("bdi", null, one.by?.username ?? one.by ?? "–"), " ", day(one.at)],
            button(t("end"), "link", () => {
              ending = { one, reason: "", problem: null, asked: null };
              redraw();
            }, { "aria-label": t("end-one", nameOf(one)) }),
          ],
        })),
      );
}

function nameOf(one) {
  const who = one.user ?? one.role;
  return who?.username ?? who?.name ?? who ?? "–";
}

function begin() {
  fresh = { kind: "user", who: [], until: dateOf(Date.now() + 14 * DAY_MILLIS), reason: "", problems: {}, asked: null };
  done = null;
  redraw();
}

function dateOf(millis) {
  return new Date(millis).toISOString().slice(0, 10);
}

/** The end of the day, or the last moment that the server accepts. */
function endOf(date) {
  return Math.min(new Date(`${date}T23:59:59`).getTime(), Date.now() + MOST_DAYS * DAY_MILLIS - MINUTE_MILLIS);
}

/** Single roles only: an exemption is of one role. */
async function findOneRole(text, signal) {
  const found = await findRoles(text, signal);
  return found.filter(([name]) => !name.endsWith("/*"));
}

function adding() {
  const close = () => {
    fresh = null;
    redraw();
  };
  const set = (name) => (value) => {
    fresh[name] = value;
    redraw();
  };
  const { problems } = fresh;
  const reason = { help: t("reason-help"), problem: problems.reason };
  const until = { help: t("until-help", MOST_DAYS), problem: problems.until };
  const who = { problem: problems.user ?? problems.role };
  return dialog(
    t("exempt"),
    "box",
    close,
    h(
      "form",
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          add();
        },
      },
      field(
        "exempt-kind",
        t("exempt-whom"),
        select("exempt-kind", fresh.kind, [["user", t("one-user")], ["role", t("one-role")]], (kind) => {
          fresh.kind = kind;
          fresh.who = [];
          redraw();
        }),
      ),
      field(
        "exempt-who",
        t(fresh.kind === "user" ? "one-user" : "one-role"),
        picker("exempt-who", {
          values: fresh.who,
          single: true,
          find: fresh.kind === "user" ? findUsers : findOneRole,
          change: set("who"),
          attributes: described("exempt-who", who),
        }),
        who,
      ),
      field(
        "exempt-until",
        t("until-when"),
        input("exempt-until", fresh.until, set("until"), {
          type: "date",
          min: dateOf(Date.now()),
          max: dateOf(Date.now() + MOST_DAYS * DAY_MILLIS),
          ...described("exempt-until", until),
        }),
        until,
      ),
      field(
        "exempt-reason",
        t("reason-why"),
        input("exempt-reason", fresh.reason, set("reason"), { autocomplete: "off", maxlength: 255, ...described("exempt-reason", reason) }),
        reason,
      ),
      fresh.asked?.error && !problems.shown ? alert("danger", told(fresh.asked.error)) : null,
      h(
        "p",
        { class: "tfa-buttons" },
        h("button", { type: "submit", class: "pf-v5-c-button pf-m-primary", disabled: Boolean(fresh.asked?.busy) }, t("exempt")),
        button(t("cancel"), "secondary", close),
      ),
    ),
  );
}

async function add() {
  const mine = fresh;
  mine.problems = {
    ...(mine.who.length === 0 ? { user: t("choose-one") } : {}),
    ...(mine.until ? {} : { until: t("choose-one") }),
    ...(mine.reason.trim() ? {} : { reason: t("reason-missing") }),
  };
  if (Object.keys(mine.problems).length > 0) {
    redraw();
    return;
  }
  mine.asked = new Asked(() =>
    call("POST", "/two-factor/exemptions", {
      [mine.kind]: mine.who[0][0],
      until: endOf(mine.until),
      reason: mine.reason.trim(),
    }),
  );
  const { error } = await mine.asked.again();
  if (error) {
    const named = error.problems?.() ?? {};
    mine.problems = Object.fromEntries(Object.entries(named).filter(([name]) => ["user", "role", "until", "reason"].includes(name)));
    mine.problems.shown = Object.keys(mine.problems).length > 0;
    redraw();
    return;
  }
  fresh = null;
  done = alert("success", t("exempt-done"));
  list.again();
}

function endingOne() {
  const close = () => {
    ending = null;
    redraw();
  };
  const reason = { help: t("reason-help"), problem: ending.problem };
  return dialog(
    t("end-one", nameOf(ending.one)),
    "box",
    close,
    h(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          end();
        },
      },
      field(
        "end-reason",
        t("reason-why"),
        input("end-reason", ending.reason, (text) => {
          ending.reason = text;
        }, { autocomplete: "off", maxlength: 255, ...described("end-reason", reason) }),
        reason,
      ),
      ending.asked?.error ? alert("danger", told(ending.asked.error)) : null,
      h(
        "p",
        { class: "tfa-buttons" },
        h("button", { type: "submit", class: "pf-v5-c-button pf-m-danger", disabled: Boolean(ending.asked?.busy) }, t("end")),
        button(t("cancel"), "secondary", close),
      ),
    ),
  );
}

async function end() {
  const mine = ending;
  const reason = mine.reason.trim();
  mine.problem = reason ? null : t("reason-missing");
  if (mine.problem) {
    redraw();
    return;
  }
  mine.asked = new Asked(() => call("DELETE", `/two-factor/exemptions/${mine.one.id}?${new URLSearchParams({ reason })}`));
  const { error } = await mine.asked.again();
  if (!error) {
    ending = null;
    done = alert("success", t("end-done"));
    list.again();
  }
}
