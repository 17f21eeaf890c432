// Calls the admin REST API of the current realm with the administrator's access token.

import { redraw } from "./dom.js";
import { accessToken, SignedOut } from "./sign-in.js";
import { t } from "./texts.js";

const SLOW_MILLIS = 6_000;

let server;
let realm;
let whenSignedOut;

/** An error response. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.errorMessage ?? body?.error ?? String(status));
    this.status = status;
    this.body = body ?? {};
  }

  /** Errors by field name; errors without a field have the name "". */
  problems() {
    const all = this.body.errors ?? [this.body];
    return Object.fromEntries(all.map((one) => [one.field ?? "", one.errorMessage ?? ""]));
  }
}

/** Sets the server to call, and what to do when the session has ended. */
export function connect(adminServer, onSignedOut) {
  server = adminServer;
  whenSignedOut = onSignedOut;
}

/** Sets the realm of the calls. */
export function look(name) {
  realm = name;
}

/** The realm of the calls. */
export function realmName() {
  return realm;
}

/** The realm as a path segment. Browsers resolve dot segments, even encoded ones: the call would go elsewhere. */
export function realmSegment() {
  if (realm === "." || realm === "..") {
    throw new Refused(404, null);
  }
  return encodeURIComponent(realm);
}

/** Calls a path below the realm; returns the JSON of the response, or null. */
export async function call(method, path, body, signal) {
  const answer = await raw(method, `/${realmSegment()}${path}`, body, signal);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** Reads a path below the realm. */
export function get(path, signal) {
  return call("GET", path, undefined, signal);
}

/** Calls a path below all realms; resolves as soon as the first byte arrives. */
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

/** The error message for the administrator. */
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

/** A request to the server and its state: result, error, and whether it is still running. */
export class Asked {
  /** @param ask makes the request; called with an abort signal and the arguments of again */
  constructor(ask) {
    this.ask = ask;
    this.value = null;
    this.error = null;
    this.busy = false;
    this.slow = false;
  }

  /** Makes the request again; aborts an earlier one that is still running. */
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

  /** Repeats the last request. */
  retry() {
    return this.again(...(this.about ?? []));
  }

  /** Aborts the request that is running. */
  stop() {
    this.controller?.abort();
    this.busy = false;
    this.slow = false;
  }
}
