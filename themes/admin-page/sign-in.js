// Signs the administrator in: authorization code flow with PKCE, as a public client of the page's realm. Tokens are kept only in
// this module's variables; what must survive the redirect is in the session storage.

const WAITING = "two-factor-admin-sign-in";
const EARLY_MILLIS = 10_000;

let settings;
let tokens = null;
let renewal = null;

/** The session has ended, or never began: a new sign-in is needed. */
export class SignedOut extends Error {}

/** The server has refused the sign-in, with a reason. */
export class SignInRefused extends Error {}

/**
 * Completes the sign-in after the redirect.
 *
 * @param config server, realm, client and redirect URI
 * @returns where the administrator was before, or null if nobody has signed in
 */
export async function arrive(config) {
  settings = config;
  const answer = new URLSearchParams(location.hash.slice(1));
  const waiting = JSON.parse(sessionStorage.getItem(WAITING) ?? "null");
  if (!answer.has("state")) {
    return null;
  }
  // Remove the code or the error from the URL and the history.
  history.replaceState(null, "", location.pathname + location.search);
  sessionStorage.removeItem(WAITING);
  if (!waiting || waiting.state !== answer.get("state")) {
    return null;
  }
  if (answer.has("error")) {
    throw new SignInRefused(answer.get("error_description") ?? answer.get("error"));
  }
  if (answer.has("iss") && answer.get("iss") !== settings.issuer) {
    throw new SignInRefused("iss");
  }
  await fetchTokens({
    grant_type: "authorization_code",
    code: answer.get("code"),
    redirect_uri: settings.page,
    code_verifier: waiting.verifier,
  });
  return waiting.place;
}

/** Redirects to the sign-in, and remembers where the administrator was. */
export async function signIn(config, place) {
  settings = config;
  const verifier = random();
  const state = random();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  sessionStorage.setItem(WAITING, JSON.stringify({ state, verifier, place }));
  location.assign(
    `${settings.issuer}/protocol/openid-connect/auth?${new URLSearchParams({
      client_id: settings.client,
      response_type: "code",
      response_mode: "fragment",
      scope: "openid",
      redirect_uri: settings.page,
      state,
      code_challenge: base64(new Uint8Array(digest)),
      code_challenge_method: "S256",
    })}`,
  );
}

/** Signs out, which ends the SSO session. */
export function signOut() {
  const hint = tokens?.id;
  tokens = null;
  location.assign(
    `${settings.issuer}/protocol/openid-connect/logout?${new URLSearchParams({
      client_id: settings.client,
      post_logout_redirect_uri: settings.page,
      ...(hint ? { id_token_hint: hint } : {}),
    })}`,
  );
}

/** An access token that is valid for at least some seconds. */
export async function accessToken(anew = false) {
  if (!tokens) {
    throw new SignedOut();
  }
  if (anew || Date.now() > tokens.until - EARLY_MILLIS) {
    renewal ??= fetchTokens({ grant_type: "refresh_token", refresh_token: tokens.refresh }).finally(() => {
      renewal = null;
    });
    await renewal;
  }
  return tokens.access;
}

/** The name of the administrator who has signed in. */
export function userName() {
  const claims = tokens?.id ? claimsOf(tokens.id) : {};
  return claims.preferred_username ?? claims.name ?? "";
}

async function fetchTokens(parameters) {
  const answer = await fetch(`${settings.issuer}/protocol/openid-connect/token`, {
    method: "POST",
    credentials: "omit",
    body: new URLSearchParams({ client_id: settings.client, ...parameters }),
  });
  if (!answer.ok) {
    tokens = null;
    throw new SignedOut();
  }
  const got = await answer.json();
  tokens = {
    access: got.access_token,
    refresh: got.refresh_token,
    id: got.id_token ?? tokens?.id,
    until: Date.now() + got.expires_in * 1000,
  };
}

function claimsOf(token) {
  const bytes = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0))));
}

function random() {
  return base64(crypto.getRandomValues(new Uint8Array(32)));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
