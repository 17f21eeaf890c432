// A field that searches the server for roles, groups, users or clients while the administrator types. It implements the ARIA
// pattern "editable combobox with list autocomplete".

import { h, redraw } from "./dom.js";
import { Asked, get, Refused } from "./rest.js";
import { count, t } from "./texts.js";

/** Maximum number of results of a search. */
export const MOST = 20;

const PAUSE_MILLIS = 200;

const states = new Map();

/**
 * The field.
 *
 * @param id id of its input
 * @param values the selection, as pairs of value and text
 * @param change is called with the new selection
 * @param find returns up to MOST pairs for the text in the field
 * @param single whether a choice replaces the previous one
 * @param free whether texts without a result may be entered as well
 */
export function picker(id, { values, change, find, single = false, free = false, attributes = {} }) {
  const state = stateOf(id, find);
  const options =
    state.open && isFound(state) ? (state.asked.value ?? []).filter(([value]) => single || !has(values, value)) : [];
  const choose = (pair) => {
    state.text = "";
    state.open = false;
    state.active = -1;
    change(single ? [pair] : [...values.filter(([value]) => value !== pair[0]), pair]);
    redraw();
  };
  return h(
    "div",
    { class: "tfa-picker", key: `picker-${id}` },
    values.length > 0
      ? h(
          "ul",
          { class: "tfa-chips" },
          values.map(([value, text]) =>
            h(
              "li",
              { key: value, class: "tfa-chip" },
              h("span", { dir: "auto" }, text),
              h(
                "button",
                {
                  type: "button",
                  class: "tfa-chip-remove",
                  disabled: attributes.disabled ?? false,
                  "aria-label": t("remove-one", text),
                  onclick: () => {
                    change(values.filter(([other]) => other !== value));
                    document.getElementById(id)?.focus();
                    redraw();
                  },
                },
                "×",
              ),
            ),
          ),
        )
      : null,
    h(
      "span",
      { class: "pf-v5-c-form-control" },
      h("input", {
        type: "text",
        id,
        role: "combobox",
        autocomplete: "off",
        spellcheck: "false",
        "aria-autocomplete": "list",
        "aria-expanded": String(state.open),
        "aria-controls": `${id}-list`,
        "aria-activedescendant": state.active >= 0 && options[state.active] ? `${id}-${state.active}` : null,
        placeholder: t("type-to-search"),
        value: state.text,
        ...attributes,
        oninput: (event) => type(state, event.target.value),
        onfocus: () => type(state, state.text),
        onblur: () => {
          state.open = false;
          redraw();
        },
        onkeydown: (event) => key(event, state, options, choose, free, single),
      }),
    ),
    h(
      "ul",
      { id: `${id}-list`, class: "tfa-options", role: "listbox", "aria-label": t("found"), hidden: options.length === 0 },
      options.map(([value, text], place) =>
        h(
          "li",
          {
            key: value,
            id: `${id}-${place}`,
            role: "option",
            dir: "auto",
            "aria-selected": String(place === state.active),
            // Not "click": before it, the field would lose the focus, and this list would close.
            onmousedown: (event) => {
              event.preventDefault();
              choose([value, text]);
            },
          },
          text,
        ),
      ),
    ),
    h("p", { class: "tfa-help", role: "status" }, state.open ? said(state, options, free) : null),
  );
}

function said(state, options, free) {
  if (state.asked.error) {
    return t(state.asked.error instanceof Refused && state.asked.error.status === 403 ? "search-forbidden" : "search-failed");
  }
  if (!isFound(state)) {
    return t("searching");
  }
  if (options.length === 0) {
    return t(free && state.text ? "found-none-free" : "found-none");
  }
  return (state.asked.value ?? []).length >= MOST ? t("found-more", count(MOST)) : null;
}

/** Whether the results belong to the text in the field: results of an earlier search must not be offered. */
function isFound({ asked, text }) {
  return !asked.busy && asked.about?.[0] === text.trim();
}

function stateOf(id, find) {
  if (!states.has(id)) {
    states.set(id, { text: "", open: false, active: -1, find, asked: new Asked((signal, text) => states.get(id).find(text, signal)) });
  }
  const state = states.get(id);
  state.find = find;
  return state;
}

function type(state, text) {
  const again = text !== state.text || !state.open;
  state.text = text;
  state.open = true;
  state.active = -1;
  clearTimeout(state.timer);
  if (again) {
    state.timer = setTimeout(() => state.asked.again(text.trim()), text ? PAUSE_MILLIS : 0);
  }
  redraw();
}

function key(event, state, options, choose, free, single) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const size = options.length;
    state.active = size === 0 ? -1 : (state.active + step + size + (state.active < 0 && step < 0 ? 1 : 0)) % size;
    redraw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const typed = state.text.trim();
    const same = options.find(([value, text]) => value === typed || text === typed);
    if (options[state.active]) {
      choose(options[state.active]);
    } else if (same) {
      choose(same);
    } else if (free && typed) {
      choose([typed, typed]);
    } else if (single && options.length === 1) {
      choose(options[0]);
    }
  } else if (event.key === "Escape" && state.open && (options.length > 0 || state.text)) {
    event.preventDefault();
    event.stopPropagation();
    state.open = false;
    state.text = "";
    redraw();
  }
}

function has(values, value) {
  return values.some(([one]) => one === value);
}

/** Realm roles, and client roles as "client/role", by role or client ID, as written in the settings. */
export async function findRoles(text, signal) {
  const slash = text.indexOf("/");
  const realmRoles = await get(`/roles?briefRepresentation=true&first=0&max=${MOST}&search=${encodeURIComponent(text)}`, signal);
  const found = realmRoles.map((role) => [role.name, role.name]);
  if (text && found.length < MOST) {
    found.push(...(await findClientRoles(slash < 0 ? text : text.slice(0, slash), slash < 0 ? "" : text.slice(slash + 1), signal)));
  }
  return found.slice(0, MOST);
}

/** Empty if the administrator may not view clients. */
async function findClientRoles(client, role, signal) {
  try {
    const clients = await get(`/clients?search=true&first=0&max=5&clientId=${encodeURIComponent(client)}`, signal);
    const lists = await Promise.all(
      clients.map(async (one) => {
        const roles = await get(
          `/clients/${one.id}/roles?briefRepresentation=true&first=0&max=${MOST}&search=${encodeURIComponent(role)}`,
          signal,
        );
        const names = roles.map((each) => `${one.clientId}/${each.name}`);
        return (names.length > 0 && !role ? [`${one.clientId}/*`, ...names] : names).map((name) => [name, name]);
      }),
    );
    return lists.flat();
  } catch (error) {
    if (error instanceof Refused) {
      return [];
    }
    throw error;
  }
}

/** Groups by path. */
export async function findGroups(text, signal) {
  const tops = await get(`/groups?briefRepresentation=true&first=0&max=${MOST}&search=${encodeURIComponent(text)}`, signal);
  const all = (group) => [[group.path, group.path], ...(group.subGroups ?? []).flatMap(all)];
  return tops.flatMap(all).filter(([path]) => path.toLowerCase().includes(text.toLowerCase())).slice(0, MOST);
}

/** Clients by client ID. */
export async function findClients(text, signal) {
  const clients = await get(`/clients?search=true&first=0&max=${MOST}&clientId=${encodeURIComponent(text)}`, signal);
  return clients.map((client) => [client.clientId, client.clientId]);
}

/** Identity providers by alias. */
export async function findProviders(text, signal) {
  const providers = await get(
    `/identity-provider/instances?briefRepresentation=true&first=0&max=${MOST}&search=${encodeURIComponent(text)}`,
    signal,
  );
  return providers.map((provider) => [provider.alias, provider.alias]);
}

/** Users whom the administrator may view: by Keycloak's own search, or else in the report. */
export async function findUsers(text, signal) {
  const search = `max=${MOST}&search=${encodeURIComponent(text)}`;
  let users;
  try {
    users = await get(`/users?briefRepresentation=true&first=0&${search}`, signal);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 403) {
      throw error;
    }
    users = (await get(`/two-factor/report/users?${search}`, signal)).users;
  }
  return users.map((user) => [user.id, user.email && user.email !== user.username ? `${user.username} (${user.email})` : user.username]);
}
