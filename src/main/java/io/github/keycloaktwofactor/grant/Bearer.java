package io.github.keycloaktwofactor.grant;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;

/** The tokens of a request for permissions (UMA), and the session behind a token. */
final class Bearer {

    private Bearer() {}

    /**
     * All user tokens in the request, whichever of them Keycloak will use: that depends on headers and formats, and a wrong
     * guess would check the wrong one. Tokens that Keycloak could not accept are left out.
     */
    static Stream<AccessToken> of(OAuth2GrantType.Context grant) {
        MultivaluedMap<String, String> form = grant.getFormParams();
        HttpHeaders headers = grant.getSession().getContext().getRequestHeaders();
        AppAuthManager.AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers);
        return Stream.of(
                        header == null ? null : header.getToken(),
                        form.getFirst("claim_token"),
                        form.getFirst(OAuth2Constants.SUBJECT_TOKEN))
                .filter(Objects::nonNull)
                .map(text -> grant.getSession().tokens().decode(text, AccessToken.class))
                .filter(token -> token != null && !token.isExpired());
    }

    /** The token's session, if it has one that still exists. */
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
}
