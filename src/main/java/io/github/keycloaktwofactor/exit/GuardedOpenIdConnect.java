package io.github.keycloaktwofactor.exit;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's OpenID Connect with the exit. Device codes are also approved here. */
final class GuardedOpenIdConnect extends OIDCLoginProtocol {

    GuardedOpenIdConnect(OIDCProviderConfig config) {
        super(config);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authentication, UserSessionModel userSession, ClientSessionContext client) {
        return new Exit(session, event, authentication, userSession)
                .answer(
                        client,
                        () -> super.authenticated(authentication, userSession, client),
                        error -> sendError(authentication, error, null));
    }
}
