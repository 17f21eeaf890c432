// The Overview tab: the state of the realm, how many users have set up two-factor, and what bypasses it.

import { h, redraw } from "./dom.js";
import { alert, button, card, check, dialog, facts, shown, table } from "./parts.js";
import { Asked, call, get, told } from "./rest.js";
import { count, day, percent, t } from "./texts.js";

const DAY = 24 * 60 * 60 * 1000;
const RADIUS = 42;
const AROUND = 2 * Math.PI * RADIUS;

const STATES = { OFF: "state-off", REPORT_ONLY: "state-report-only", ENFORCED: "state-enforced" };
const SEVERITIES = [
  ["HIGH", "severity-high"],
  ["MEDIUM", "severity-medium"],
  ["LOW", "severity-low"],
  ["OPEN", "severity-open"],
];

/** What needs attention, with the filter that lists the affected users. */
const REASONS = [
  ["requiredLacking", "reason-lacking", "required,lacking"],
  ["adminsLacking", "reason-admins", null],
  ["overdue", "reason-overdue", "overdue"],
  ["inGrace", "reason-grace", "in-grace"],
  ["exempt", "reason-exempt", "exempt"],
  ["waiting", "reason-waiting", "waiting"],
  ["off", "reason-off", "off"],
  ["fewCodes", "reason-few-codes", "few-codes"],
  ["noCodes", "reason-no-codes", "no-codes"],
  ["unknown", "reason-unknown", "unknown"],
  ["disabled", "reason-disabled", "disabled"],
];

const CONSOLE = {
  client: (id) => `clients/${id}/settings`,
  "identity-provider": (id) => `identity-providers/${id}/${id}/settings`,
  "required-action": () => "authentication/required-actions",
  flow: () => "authentication",
  role: (id) => `roles/${id}/details`,
  realm: () => "realm-settings",
};

const summary = new Asked((signal) => get("/two-factor/report/summary", signal));
const posture = new Asked((signal) => get("/two-factor/posture", signal));
const setup = { open: false, removing: false, sure: false, plan: null, asked: null, done: null };

export const overview = {
  id: "overview",
  title: "tab-overview",
  mayBe: (rights) => rights.state || rights.people,

  open(app) {
    setup.done = null;
    if (app.rights.people) {
      summary.again();
    }
    if (app.rights.state) {
      posture.again();
    }
  },

  view(app) {
    return [
      setup.done,
      app.rights.state ? state(app) : null,
      app.rights.people
        ? card(
            t("who-has-it"),
            app.state?.state === "REPORT_ONLY" ? h("p", { class: "tfa-quiet" }, t("report-only-would")) : null,
            shown(summary, numbers),
          )
        : null,
      app.rights.state ? findings(app) : null,
      setup.open ? setUpDialog(app) : null,
      setup.removing ? removeDialog(app) : null,
    ];
  },
};

function state(app) {
  const now = app.state;
  const off = now.state === "OFF";
  return card(
    t("state"),
    h("p", { class: `tfa-state tfa-state-${off ? "off" : "on"}` }, t(STATES[now.state] ?? "state-off")),
    reportOnly(now),
    (now.problems ?? []).length > 0
      ? alert("danger", t("state-problems"), h("ul", { lang: "en", dir: "ltr" }, now.problems.map((one, place) => h("li", { key: place }, one))))
      : null,
    facts([
      now.since && now.state !== "REPORT_ONLY" ? [t("since"), day(now.since)] : null,
      [t("version"), h("bdi", null, now.version)],
      ["Keycloak", h("bdi", null, now.keycloak)],
    ]),
    h(
      "p",
      { class: "tfa-buttons" },
      off
        ? button(t("set-up"), "primary", () => plan(app))
        : button(t("remove"), "link", () => {
            Object.assign(setup, { removing: true, sure: false, asked: null });
            redraw();
          }),
    ),
  );
}

/** How long the realm has only reported, and what that means; null if it enforces the policy. */
export function reportOnly(now) {
  return now?.state === "REPORT_ONLY"
    ? alert(
        "warning",
        now.since
          ? t("report-only-since", day(now.since), count(Math.floor((Date.now() - now.since) / DAY)))
          : t("report-only-unknown"),
        h("p", null, t("report-only-means")),
      )
    : null;
}

function numbers(now) {
  const without = Math.max(0, now.users - now.enrolled - now.requiredLacking);
  const parts = [
    ["has", now.enrolled, "legend-has"],
    ["lacks", now.requiredLacking, "legend-lacks"],
    ["free", without, "legend-free"],
  ];
  const largest = Math.max(1, ...REASONS.map(([key]) => now[key] ?? 0));
  return h(
    "div",
    null,
    h(
      "div",
      { class: "tfa-donut" },
      donut(parts, now),
      table(
        t("who-has-it"),
        [t("users"), t("number"), t("share")],
        parts.map(([kind, number, text]) => ({
          key: kind,
          cells: [
            [h("span", { class: `tfa-key tfa-${kind}`, "aria-hidden": "true" }), t(text)],
            count(number),
            now.users > 0 ? percent(number / now.users) : "–",
          ],
        })),
      ),
    ),
    h("h3", { class: "tfa-subheading" }, t("by-reason")),
    table(
      t("by-reason"),
      [t("reason"), t("number"), h("span", { class: "tfa-unseen" }, t("bar"))],
      REASONS.filter(([key]) => typeof now[key] === "number").map(([key, text, filter]) => ({
        key,
        cells: [
          filter && now[key] > 0 ? h("a", { href: `#people?filter=${filter}` }, t(text)) : t(text),
          count(now[key]),
          bar(now[key] / largest),
        ],
      })),
      { class: "tfa-table tfa-bars" },
    ),
    (now.notCounted ?? []).length > 0 ? h("p", null, t("not-counted", now.notCounted.join(", "))) : null,
    h("p", { class: "tfa-quiet" }, t("counted-at", day(now.at), new Date(now.at ?? Date.now()).toLocaleTimeString(document.documentElement.lang))),
  );
}

function donut(parts, now) {
  let from = 0;
  const share = now.required > 0 ? now.requiredEnrolled / now.required : null;
  return h(
    "svg",
    { class: "tfa-ring", viewBox: "0 0 100 100", "aria-hidden": "true", focusable: "false" },
    h("circle", { class: "tfa-arc tfa-none", cx: 50, cy: 50, r: RADIUS }),
    h(
      "g",
      { transform: "rotate(-90 50 50)" },
      parts.map(([kind, number]) => {
        const length = now.users > 0 ? (number / now.users) * AROUND : 0;
        const arc = h("circle", {
          key: kind,
          class: `tfa-arc tfa-${kind}`,
          cx: 50,
          cy: 50,
          r: RADIUS,
          "stroke-dasharray": `${length} ${AROUND}`,
          "stroke-dashoffset": -from,
        });
        from += length;
        return arc;
      }),
    ),
    h("text", { class: "tfa-share", x: 50, y: 50 }, share === null ? "–" : percent(share)),
    h("text", { class: "tfa-of", x: 50, y: 63 }, t("of-required")),
  );
}

function bar(share) {
  return h(
    "svg",
    { class: "tfa-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    h("rect", { class: "tfa-none", width: 100, height: 10 }),
    h("rect", { class: "tfa-lacks", width: 100 * share, height: 10 }),
  );
}

function findings(app) {
  return card(
    t("findings"),
    h("p", { class: "tfa-quiet" }, t("findings-about")),
    shown(posture, (all) =>
      h(
        "div",
        null,
        SEVERITIES.map(([severity, text]) => {
          const those = all.filter((finding) => finding.severity === severity);
          return those.length === 0
            ? null
            : h(
                "details",
                { key: severity, class: "tfa-findings", open: severity === "HIGH" || severity === "MEDIUM" },
                h("summary", null, t(text), " ", h("span", { class: `tfa-badge tfa-badge-${severity.toLowerCase()}` }, count(those.length))),
                h("ul", null, those.map((finding, place) => one(app, finding, place))),
              );
        }),
        all.some((finding) => finding.severity !== "OPEN") ? null : h("p", null, t("findings-none")),
      ),
    ),
  );
}

function one(app, finding, place) {
  const about = finding.object;
  const target = about?.id && CONSOLE[about.type];
  return h(
    "li",
    { key: `${finding.id}-${place}`, class: "tfa-finding", lang: "en", dir: "ltr" },
    h(
      "p",
      { class: "tfa-finding-head" },
      about?.name
        ? target
          ? h("a", { href: `${app.console}#/${encodeURIComponent(app.realm)}/${target(encodeURIComponent(about.id))}`, target: "_blank", rel: "noopener noreferrer" }, about.name)
          : h("b", null, about.name)
        : h("b", null, finding.id),
      " ",
      h("code", null, finding.id),
    ),
    h("p", null, finding.text),
    finding.remedy ? h("p", { class: "tfa-quiet" }, finding.remedy) : null,
  );
}

async function plan(app) {
  Object.assign(setup, { open: true, plan: new Asked(() => call("POST", "/two-factor/setup?dryRun=true", {})), asked: null });
  await setup.plan.again();
  if (setup.plan.value) {
    redraw();
  }
}

function setUpDialog(app) {
  const close = () => {
    setup.open = false;
    redraw();
  };
  return dialog(
    t("set-up"),
    "box",
    close,
    h("p", null, t("set-up-about")),
    shown(setup.plan, ({ changes }) => changed(changes)),
    setup.asked?.error ? alert("danger", told(setup.asked.error)) : null,
    h(
      "p",
      { class: "tfa-buttons" },
      button(
        t("set-up-now"),
        "primary",
        async () => {
          setup.asked = new Asked(() => call("POST", "/two-factor/setup", {}));
          await setup.asked.again();
          if (!setup.asked.error) {
            setup.open = false;
            await app.refresh();
            setup.done = alert("success", t("set-up-done"));
            redraw();
          }
        },
        { disabled: !setup.plan.value || Boolean(setup.asked?.busy) },
      ),
      button(t("cancel"), "secondary", close),
    ),
  );
}

function removeDialog(app) {
  const close = () => {
    setup.removing = false;
    redraw();
  };
  return dialog(
    t("remove"),
    "box",
    close,
    h("p", null, t("remove-about")),
    check("remove-sure", t("remove-sure"), setup.sure, (sure) => {
      setup.sure = sure;
      redraw();
    }),
    setup.asked?.error ? alert("danger", told(setup.asked.error)) : null,
    h(
      "p",
      { class: "tfa-buttons" },
      button(
        t("remove-now"),
        "danger",
        async () => {
          setup.asked = new Asked(() => call("DELETE", "/two-factor/setup"));
          const { value } = await setup.asked.again();
          if (value) {
            app.end(
              alert("success", t("removed"), h("p", null, t("removed-policy"))),
              h("pre", { class: "tfa-json", dir: "ltr", tabindex: 0, "aria-label": t("tab-policy") }, JSON.stringify(value.policy, null, 2)),
            );
          }
        },
        { disabled: !setup.sure || Boolean(setup.asked?.busy) },
      ),
      button(t("cancel"), "secondary", close),
    ),
  );
}

/** What a set-up changes, by the server's name. */
function changed(changes) {
  return changes.length === 0
    ? h("p", null, t("set-up-nothing"))
    : table(
        t("changes"),
        [t("what"), t("before"), t("after")],
        changes.map(({ what, before, after }) => ({ key: what, cells: [what, written(before), written(after)] })),
      );
}

/** The value of a setting, or of something that a set-up changes. */
export function written(value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return "–";
  }
  if (typeof value === "boolean") {
    return t(value ? "yes" : "no");
  }
  return typeof value === "object" && !Array.isArray(value)
    ? Object.entries(value)
        .map(([key, one]) => `${key} ${one}`)
        .join(", ")
    : [value].flat().join(", ");
}
