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

/** The tokens with which somebody asks for permissions (UMA), and the session behind a token. */
final class Bearer {

    private Bearer() {}

    /**
     * All tokens of users that the request carries, whichever of them Keycloak will take: its choice hangs on headers and
     * formats, and a wrong guess looks at the wrong one. Those that it could not accept are left out.
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
}
