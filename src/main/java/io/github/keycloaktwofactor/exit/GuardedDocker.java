package io.github.keycloaktwofactor.exit;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.representations.docker.DockerError;
import org.keycloak.representations.docker.DockerErrorResponseToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's docker-v2 protocol with the exit. */
final class GuardedDocker extends DockerAuthV2Protocol {

    private @Nullable KeycloakSession session;
    private @Nullable EventBuilder event;

    @Override
    public LoginProtocol setSession(KeycloakSession session) {
        this.session = session;
        return super.setSession(session);
    }

    @Override
    public LoginProtocol setEventBuilder(EventBuilder event) {
        this.event = event;
        return super.setEventBuilder(event);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authentication, UserSessionModel userSession, ClientSessionContext client) {
        return new Exit(Objects.requireNonNull(session), Objects.requireNonNull(event), authentication, userSession)
                .answerWithoutPage(
                        client, () -> super.authenticated(authentication, userSession, client), GuardedDocker::denied);
    }

    private static Response denied() {
        DockerError error = new DockerError("UNAUTHORIZED", "Two-factor authentication is required", List.of());
        return Response.status(Response.Status.UNAUTHORIZED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new DockerErrorResponseToken(List.of(error)))
                .build();
    }
}
