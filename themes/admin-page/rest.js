// Asks the admin REST API of the realm that is looked at, with the token of the administrator who has signed in.

import { redraw } from "./dom.js";
import { accessToken, SignedOut } from "./sign-in.js";
import { t } from "./texts.js";

const SLOW_MILLIS = 6_000;

let server;
let realm;
let whenSignedOut;

/** An answer that is not what was asked for. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.errorMessage ?? body?.error ?? String(status));
    this.status = status;
    this.body = body ?? {};
  }

  /** What is wrong, by the name of the field; what belongs to none is under "". */
  problems() {
    const all = this.body.errors ?? [this.body];
    return Object.fromEntries(all.map((one) => [one.field ?? "", one.errorMessage ?? ""]));
  }
}

/** Says whom to ask, and what to do when the session has ended. */
export function connect(adminServer, onSignedOut) {
  server = adminServer;
  whenSignedOut = onSignedOut;
}

/** Says which realm the calls are about. */
export function look(name) {
  realm = name;
}

/** The realm that the calls are about. */
export function realmName() {
  return realm;
}

/** Calls what is below the realm and answers the JSON that comes, or null. */
export async function call(method, path, body, signal) {
  const answer = await raw(method, `/${encodeURIComponent(realm)}${path}`, body, signal);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** Reads what is below the realm. */
export function get(path, signal) {
  return call("GET", path, undefined, signal);
}

/** Calls what is below all realms and answers as soon as the first byte is there. */
export async function raw(method, path, body, signal) {
  try {
    let answer = await send(method, path, body, signal, false);
    if (answer.status === 401) {
      answer = await send(method, path, body, signal, true);
    }
    if (answer.status === 401) {
      throw new SignedOut();
    }
    if (!answer.ok) {
      throw new Refused(answer.status, await answer.json().catch(() => null));
    }
    return answer;
  } catch (failed) {
    if (failed instanceof SignedOut) {
      whenSignedOut();
    }
    throw failed;
  }
}

async function send(method, path, body, signal, anew) {
  const headers = { Authorization: `Bearer ${await accessToken(anew)}` };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  return fetch(`${server}/admin/realms${path}`, {
    method,
    headers,
    signal,
    credentials: "omit",
    cache: "no-store",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** What went wrong, for the administrator. */
export function told(error) {
  if (error instanceof SignedOut) {
    return t("signed-out");
  }
  if (!(error instanceof Refused)) {
    return t("no-answer");
  }
  switch (error.status) {
    case 400:
      return Object.values(error.problems()).filter(Boolean).join(" ") || t("failed", 400);
    case 403:
      return t("forbidden");
    case 404:
      return t("missing");
    case 409:
      return error.body.errorMessage ?? t("failed", 409);
    case 429:
      return t("too-many");
    default:
      return t("failed", error.status);
  }
}

/** One thing that is asked of the server: what has come, what went wrong, and whether it is still under way. */
export class Asked {
  /** @param ask is called with a signal that aborts it, and with what again is called with */
  constructor(ask) {
    this.ask = ask;
    this.value = null;
    this.error = null;
    this.busy = false;
    this.slow = false;
  }

  /** Asks once more; an earlier answer that is still under way is given up. */
  async again(...about) {
    this.stop();
    const mine = new AbortController();
    this.controller = mine;
    this.busy = true;
    this.error = null;
    this.about = about;
    const timer = setTimeout(() => {
      this.slow = true;
      redraw();
    }, SLOW_MILLIS);
    redraw();
    try {
      const value = await this.ask(mine.signal, ...about);
      if (this.controller === mine) {
        this.value = value;
      }
    } catch (error) {
      if (this.controller === mine && error.name !== "AbortError") {
        this.error = error;
      }
    } finally {
      clearTimeout(timer);
      if (this.controller === mine) {
        this.busy = false;
        this.slow = false;
        redraw();
      }
    }
    return this;
  }

  /** Asks the same once more. */
  retry() {
    return this.again(...(this.about ?? []));
  }

  /** Gives up what is under way. */
  stop() {
    this.controller?.abort();
    this.busy = false;
    this.slow = false;
  }
}
