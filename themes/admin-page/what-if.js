// The What if tab: what would happen at a sign-in, and why.

import { h, redraw } from "./dom.js";
import { alert, card, check, described, field, select, shown } from "./parts.js";
import { findClients, findProviders, findUsers, picker } from "./picker.js";
import { Asked, call } from "./rest.js";
import { unsaved } from "./policy.js";
import { t } from "./texts.js";

const WAYS = {
  BROWSER: "way-browser",
  COOKIE: "way-cookie",
  PASSWORD_GRANT: "way-password-grant",
  IDENTITY_PROVIDER: "way-identity-provider",
  REFRESH: "way-refresh",
  TRUSTED_DEVICE: "way-trusted-device",
};

const OUTCOMES = {
  SIGNED_IN: ["success", "outcome-signed-in"],
  ASKED_FOR_CODE: ["info", "outcome-asked"],
  OTHER_FACTOR: ["info", "outcome-other-factor"],
  SET_UP: ["warning", "outcome-set-up"],
  MAY_POSTPONE: ["warning", "outcome-postpone"],
  REFUSED: ["danger", "outcome-refused"],
};

const question = { user: [], client: [["account", "account"]], way: "BROWSER", provider: [], draft: false, problems: {} };
const answer = new Asked((signal, body) => call("POST", "/two-factor/what-if", body, signal));

export const whatIf = {
  id: "what-if",
  title: "tab-what-if",
  mayBe: (rights) => rights.people || rights.state,

  open() {
    answer.stop();
    answer.value = null;
    answer.error = null;
  },

  view() {
    return [card(t("tab-what-if"), h("p", { class: "tfa-quiet" }, t("what-if-about")), form(), h("div", { class: "tfa-answer" }, shown(answer, told)))];
  },
};

function form() {
  const set = (name) => (value) => {
    question[name] = value;
    delete question.problems[name];
    redraw();
  };
  const user = { problem: question.problems.user };
  const provider = { problem: question.problems.provider };
  return h(
    "form",
    {
      class: "tfa-what-if",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        ask();
      },
    },
    field("what-if-user", t("user"), picker("what-if-user", { values: question.user, single: true, find: findUsers, change: set("user"), attributes: described("what-if-user", user) }), user),
    field("what-if-client", t("client"), picker("what-if-client", { values: question.client, single: true, free: true, find: findClients, change: set("client") })),
    field("what-if-way", t("way"), select("what-if-way", question.way, Object.entries(WAYS).map(([way, text]) => [way, t(text)]), set("way"))),
    question.way === "IDENTITY_PROVIDER"
      ? field("what-if-provider", t("provider"), picker("what-if-provider", { values: question.provider, single: true, free: true, find: findProviders, change: set("provider"), attributes: described("what-if-provider", provider) }), provider)
      : null,
    unsaved() ? check("what-if-draft", t("what-if-draft"), question.draft, set("draft")) : null,
    h("p", { class: "tfa-buttons" }, h("button", { type: "submit", class: "pf-v5-c-button pf-m-primary" }, t("ask"))),
  );
}

function ask() {
  question.problems = {
    ...(question.user.length === 0 ? { user: t("choose-one") } : {}),
    ...(question.way === "IDENTITY_PROVIDER" && question.provider.length === 0 ? { provider: t("choose-one") } : {}),
  };
  redraw();
  if (Object.keys(question.problems).length > 0) {
    return;
  }
  answer.value = null;
  answer.again({
    user: question.user[0][0],
    clientId: question.client[0]?.[0] ?? "account",
    way: question.way,
    ...(question.way === "IDENTITY_PROVIDER" ? { identityProvider: question.provider[0][0] } : {}),
    ...(question.draft && unsaved() ? { policy: unsaved() } : {}),
  });
}

function told({ outcome, because }) {
  const [kind, text] = OUTCOMES[outcome] ?? ["info", "outcome-unknown"];
  return alert(
    kind,
    t(text),
    (because ?? []).length > 0 ? h("ul", { lang: "en", dir: "ltr" }, because.map((reason, place) => h("li", { key: place }, reason))) : "",
  );
}
