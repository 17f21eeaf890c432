package io.github.keycloaktwofactor.adminpage;

import io.github.keycloaktwofactor.enrolment.TwoFactorLink;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves {@code /realms/{realm}/two-factor}: the link for users, and the page for administrators below it. */
public final class RealmPages implements RealmResourceProvider {

    private final KeycloakSession session;
    private final SecureRandom random;

    RealmPages(KeycloakSession session, SecureRandom random) {
        this.session = session;
        this.random = random;
    }

    @Override
    public Object getResource() {
        return this;
    }

    /** Starts a sign-in that leads to the two-factor page. */
    @GET
    public Response open() {
        return new TwoFactorLink(session, random).open();
    }

    /** Records that the user has opened an authenticator app on this device. */
    @POST
    @Path(TwoFactorLink.DEVICE)
    public Response onThisDevice(
            @QueryParam(Constants.CLIENT_ID) @Nullable String clientId,
            @QueryParam(Constants.TAB_ID) @Nullable String tabId,
            @QueryParam(TwoFactorLink.KEY) @Nullable String keyId) {
        return new TwoFactorLink(session, random).onThisDevice(clientId, tabId, keyId);
    }

    /** The page for administrators. */
    @Path("admin")
    public AdminPage admin() {
        return new AdminPage(session);
    }

    @Override
    public void close() {}
}
