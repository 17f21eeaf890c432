package io.github.keycloaktwofactor.guard;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;

/** The token with which somebody asks for permissions (UMA), and the session behind a token. */
final class Bearer {

    private Bearer() {}

    /** The token that Keycloak will take; empty where it has none of a user, or none that it could accept. */
    static Optional<AccessToken> of(OAuth2GrantType.Context grant) {
        return Optional.ofNullable(text(grant))
                .map(text -> grant.getSession().tokens().decode(text, AccessToken.class))
                .filter(token -> !token.isExpired());
    }

    /** The session that the token names, if it names one and that is still there. */
    static @Nullable UserSessionModel session(OAuth2GrantType.Context grant, AccessToken token) {
        String id = token.getSessionId();
        if (id == null) {
            return null;
        }
        KeycloakSession session = grant.getSession();
        RealmModel realm = grant.getRealm();
        UserSessionModel online = session.sessions().getUserSession(realm, id);
        return online != null ? online : session.sessions().getOfflineUserSession(realm, id);
    }

    private static @Nullable String text(OAuth2GrantType.Context grant) {
        HttpHeaders headers = grant.getSession().getContext().getRequestHeaders();
        String header = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith("bearer")) {
            return AppAuthManager.extractAuthorizationHeaderToken(headers);
        }
        MultivaluedMap<String, String> form = grant.getFormParams();
        String claims = form.getFirst("claim_token");
        return claims == null ? form.getFirst(OAuth2Constants.SUBJECT_TOKEN) : claims;
    }
}
