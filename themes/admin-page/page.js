// The page: signs the administrator in, finds out what they may view, and shows those tabs.

import { h, mount, redraw } from "./dom.js";
import { exemptions } from "./exemptions.js";
import { overview } from "./overview.js";
import { alert, button, select } from "./parts.js";
import { people } from "./people.js";
import { forget, policy } from "./policy.js";
import { Asked, connect, get, look, raw, Refused, told } from "./rest.js";
import { arrive, signIn, SignedOut, SignInRefused, signOut, userName } from "./sign-in.js";
import { best, nameOf, speak, spoken, t } from "./texts.js";
import { whatIf } from "./what-if.js";

const TABS = [overview, people, policy, exemptions, whatIf];
const LANGUAGE = "two-factor-admin-language";

const given = document.body.dataset;
const languages = given.languages.split(" ");
const page = `${given.admin}/realms/${encodeURIComponent(given.realm)}/two-factor/admin/`;
const inMaster = given.realm === "master";

const app = {
  realm: given.realm,
  console: `${given.admin}/admin/${encodeURIComponent(given.realm)}/console/`,
  realms: [],
  rights: {},
  state: null,
  tab: null,
  notice: null,
  ended: null,
  signedOut: false,
  finding: false,
  /** Reloads the realm's state, and shows the tab that was open. */
  async refresh() {
    await findRights();
    show();
  },
  /** Shows only this: no further call is possible. */
  end(...content) {
    app.ended = content;
    redraw();
  },
};

const config = {
  issuer: `${given.server}/realms/${encodeURIComponent(given.realm)}`,
  client: given.client,
  page: inMaster ? page + realmQuery(new URLSearchParams(location.search).get("realm")) : page,
};

function realmQuery(realm) {
  return realm ? `?realm=${encodeURIComponent(realm)}` : "";
}

async function start() {
  dark(matchMedia("(prefers-color-scheme: dark)"));
  await speak(sessionStorage.getItem(LANGUAGE) ?? best(languages, navigator.languages)).catch(() => speak("en"));
  mount(document.body, view);
  document.body.querySelector("noscript")?.remove();
  if (location.origin !== new URL(given.admin).origin) {
    return app.end(alert("info", t("elsewhere"), h("p", null, h("a", { href: page }, page))));
  }
  if (!given.client) {
    return app.end(alert("info", t("no-client"), h("p", null, t(inMaster ? "no-client-master" : "no-client-how")), h("p", null, h("a", { href: app.console }, t("to-console")))));
  }
  if (!crypto.subtle) {
    // Keycloak's own consoles do the same over plain HTTP, where browsers do not offer it.
    await import(`${given.vendor}/web-crypto-shim/web-crypto-shim.js`);
  }
  try {
    const place = await arrive(config);
    if (place === null) {
      return signIn(config, location.hash);
    }
    history.replaceState(null, "", location.pathname + location.search + place);
  } catch (failed) {
    return refusedSignIn(failed);
  }
  connect(given.admin, () => {
    app.signedOut = true;
    redraw();
  });
  app.realm = (inMaster && new URLSearchParams(location.search).get("realm")) || given.realm;
  look(app.realm);
  if (inMaster) {
    findRealms();
  }
  await findRights();
  addEventListener("hashchange", show);
  show();
}

function refusedSignIn(failed) {
  const why = failed instanceof SignInRefused ? h("p", { lang: "en", dir: "ltr" }, failed.message) : "";
  app.end(alert("danger", t("sign-in-failed"), why), h("p", { class: "tfa-buttons" }, button(t("sign-in-again"), "primary", () => signIn(config, ""))));
}

/** The class for PatternFly's dark theme; our own colours follow the browser's preference. */
function dark(wanted) {
  const paint = () => {
    document.documentElement.classList.toggle("pf-v5-theme-dark", wanted.matches);
    document.documentElement.classList.toggle("pf-v6-theme-dark", wanted.matches);
  };
  wanted.addEventListener("change", paint);
  paint();
}

async function findRealms() {
  try {
    const all = await (await raw("GET", "?briefRepresentation=true")).json();
    app.realms = all.map((one) => one.realm).sort((one, other) => one.localeCompare(other));
    redraw();
  } catch {
    // The current realm can be shown without the list of the others.
  }
}

/** What this administrator may read, which decides the tabs. The server still checks each call. */
async function findRights() {
  app.finding = true;
  app.notice = null;
  redraw();
  const [state, users] = await Promise.all([attempt("/two-factor"), attempt("/two-factor/report/users?max=1")]);
  const exempted = state.ok ? await attempt("/two-factor/exemptions") : state;
  app.state = state.value ?? null;
  app.rights = { state: state.ok, people: users.ok, exemptions: exempted.ok };
  app.finding = false;
  if (!state.ok && !users.ok) {
    const failed = [state.error, users.error].find((error) => !(error instanceof Refused) || ![403, 404].includes(error.status));
    app.notice = failed instanceof SignedOut ? null : failed ? alert("danger", told(failed), button(t("again"), "link", () => app.refresh())) : noRights();
  }
  redraw();
}

async function attempt(path) {
  try {
    return { ok: true, value: await get(path) };
  } catch (error) {
    return { ok: false, error };
  }
}

function noRights() {
  return h(
    "div",
    null,
    alert("warning", t("no-rights", app.realm), h("p", null, t("no-rights-how"))),
    h(
      "p",
      { class: "tfa-buttons" },
      button(t("again"), "primary", () => app.refresh()),
      button(t("other-user"), "secondary", () => signOut()),
    ),
  );
}

/** Opens the tab in the URL's fragment, or the first. */
function show() {
  const [id, parameters] = location.hash.slice(1).split("?");
  const there = TABS.filter((tab) => tab.mayBe(app.rights));
  app.tab = there.find((tab) => tab.id === id) ?? there[0] ?? null;
  if (app.tab) {
    document.title = `${t(app.tab.title)} · ${t("title")} · ${app.realm}`;
    app.tab.open(app, new URLSearchParams(parameters ?? ""));
  }
  redraw();
}

function view() {
  return [
    h("a", { class: "tfa-skip", href: "#main", onclick: (event) => (event.preventDefault(), document.querySelector("main").focus()) }, t("skip")),
    h(
      "header",
      { class: "tfa-head" },
      h("h1", { class: "tfa-title" }, t("title"), " ", h("bdi", { class: "tfa-realm" }, inMaster || app.realm !== given.realm ? app.realm : given.title)),
      h(
        "div",
        { class: "tfa-tools" },
        app.realms.length > 1 && !app.ended
          ? h(
              "span",
              { key: "realm", class: "tfa-tool" },
              h("label", { for: "realm" }, t("realm")),
              select("realm", app.realm, app.realms.map((one) => [one, one]), changeRealm),
            )
          : null,
        h(
          "span",
          { key: "language", class: "tfa-tool" },
          h("label", { for: "language", class: "tfa-unseen" }, t("language")),
          select("language", spoken(), languages.map((tag) => [tag, nameOf(tag)]), changeLanguage),
        ),
        userName() && !app.ended
          ? h("span", { key: "user", class: "tfa-tool" }, h("bdi", null, userName()), " ", button(t("sign-out"), "link", signOut))
          : null,
      ),
    ),
    app.ended || !app.tab
      ? null
      : h(
          "nav",
          { class: "tfa-tabs", "aria-label": t("tabs") },
          h(
            "ul",
            null,
            TABS.filter((tab) => tab.mayBe(app.rights)).map((tab) =>
              h("li", { key: tab.id }, h("a", { href: `#${tab.id}`, "aria-current": tab === app.tab ? "page" : null }, t(tab.title))),
            ),
          ),
        ),
    h(
      "main",
      { id: "main", tabindex: -1 },
      app.signedOut && !app.ended
        ? alert("warning", t("signed-out"), h("p", null, t("signed-out-how")), h("p", null, button(t("sign-in-again"), "primary", () => signIn(config, location.hash))))
        : null,
      h("div", { key: "content" }, ...(app.ended ?? [app.notice, app.finding ? h("p", { role: "status" }, t("loading")) : null, app.tab && !app.finding ? h("div", { key: app.tab.id }, ...app.tab.view(app)) : null])),
    ),
  ];
}

async function changeLanguage(tag) {
  await speak(tag);
  sessionStorage.setItem(LANGUAGE, tag);
  show();
}

async function changeRealm(realm) {
  app.realm = realm;
  app.tab = null;
  config.page = page + realmQuery(realm);
  forget();
  look(realm);
  history.replaceState(null, "", `${location.pathname}${realmQuery(realm)}${location.hash}`);
  await app.refresh();
}

start().catch((failed) => {
  app.end(alert("danger", told(failed)));
  throw failed;
});
