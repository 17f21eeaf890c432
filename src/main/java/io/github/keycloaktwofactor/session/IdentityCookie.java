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

    private static final String DECODED = IdentityCookie.class.getName();

    private IdentityCookie() {}

    /** The user's session that the cookie names, if it is still valid. */
    static @Nullable UserSessionModel session(KeycloakSession session, RealmModel realm, UserModel user) {
        AccessToken token = token(session);
        if (token.isExpired()
                || !TokenUtil.TOKEN_TYPE_KEYCLOAK_ID.equals(token.getType())
                || token.getSessionId() == null) {
            return null;
        }
        UserSessionModel named = session.sessions().getUserSession(realm, token.getSessionId());
        return named != null
                        && named.getUser() != null
                        && user.getId().equals(named.getUser().getId())
                        && AuthenticationManager.isSessionValid(realm, named)
                ? named
                : null;
    }

    /** Read many times per request, decoded once. */
    private static AccessToken token(KeycloakSession session) {
        AccessToken known = session.getAttribute(DECODED, AccessToken.class);
        if (known != null) {
            return known;
        }
        String cookie = session.getProvider(CookieProvider.class).get(CookieType.IDENTITY);
        AccessToken decoded = session.tokens().decode(cookie, AccessToken.class);
        AccessToken token = decoded == null ? new AccessToken() : decoded;
        session.setAttribute(DECODED, token);
        return token;
    }
}
