package io.github.keycloaktwofactor.clock;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The server's clock as text: the milliseconds that Keycloak believes it is, and a way to move them. */
public final class TestClockResource {
    private final KeycloakSession session;

    TestClockResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String now() {
        return Long.toString(Time.currentTimeMillis());
    }

    /** Moves the server's clock to the given number of seconds ahead of the machine's. */
    @PUT
    @Consumes(MediaType.TEXT_PLAIN)
    @Produces(MediaType.TEXT_PLAIN)
    public String offset(String seconds) {
        Time.setOffset(Integer.parseInt(seconds.trim()));
        return now();
    }

    /** Whether the server still has the sign-in that the asking browser has open. The question does not keep it. */
    @GET
    @Path("sign-in")
    @Produces(MediaType.TEXT_PLAIN)
    public String hasSignIn() {
        return Boolean.toString(signIn() != null);
    }

    /** Takes it away, as the server does in the end with one that nobody finishes. */
    @DELETE
    @Path("sign-in")
    public void loseSignIn() {
        RootAuthenticationSessionModel open = signIn();
        if (open != null) {
            session.authenticationSessions().removeRootAuthenticationSession(realm(), open);
        }
    }

    /** What the guard would decide of every user, and whether it would find them enrolled: one on a line. */
    @GET
    @Path("decisions")
    @Produces(MediaType.TEXT_PLAIN)
    public String decisions() {
        return Decisions.of(session, realm());
    }

    private @Nullable RootAuthenticationSessionModel signIn() {
        return new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm());
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }
}
