package io.github.keycloaktwofactor.exit;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's SAML with the exit. */
final class GuardedSaml extends SamlProtocol {

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
