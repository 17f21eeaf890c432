package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.Nullable;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * Keycloak's identity cookie. The SSO session that it names may differ from the one that a sign-in would join: that one
 * is found by the id of the authentication session, which another cookie holds.
 */
final class IdentityCookie {

    /** Attribute of the Keycloak session, so of one request: which session the cookie names. */
    private static final String NAMED = IdentityCookie.class.getName();

    private IdentityCookie() {}

    /** The user's session that the cookie names, if it is still valid. */
    static @Nullable UserSessionModel session(KeycloakSession session, RealmModel realm, UserModel user) {
        String id = sessionId(session);
        UserSessionModel named = id == null ? null : session.sessions().getUserSession(realm, id);
        return named != null
                        && named.getUser() != null
                        && user.getId().equals(named.getUser().getId())
                        && AuthenticationManager.isSessionValid(realm, named)
                ? named
                : null;
    }

    /** Needed many times per request, decoded once. */
    private static @Nullable String sessionId(KeycloakSession session) {
        Named named = session.getAttribute(NAMED, Named.class);
        if (named == null) {
            named = decoded(session);
            session.setAttribute(NAMED, named);
        }
        return named.sessionId();
    }

    private static Named decoded(KeycloakSession session) {
        String cookie = session.getProvider(CookieProvider.class).get(CookieType.IDENTITY);
        AccessToken token = session.tokens().decode(cookie, AccessToken.class);
        return token == null || token.isExpired() || !TokenUtil.TOKEN_TYPE_KEYCLOAK_ID.equals(token.getType())
                ? new Named(null)
                : new Named(token.getSessionId());
    }

    /** @param sessionId id of the session that the cookie names; null if there is no valid cookie */
    private record Named(@Nullable String sessionId) {}
}
