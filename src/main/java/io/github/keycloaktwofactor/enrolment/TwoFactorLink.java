package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.Urls;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * {@code GET /realms/{realm}/two-factor}: the address to tell people. It leads through a sign-in to the two-factor page
 * and from there to the account console, and takes nothing from the request but the realm.
 */
public final class TwoFactorLink implements RealmResourceProvider {

    private static final int STATE_BYTES = 16;

    private final KeycloakSession session;
    private final SecureRandom random;

    TwoFactorLink(KeycloakSession session, SecureRandom random) {
        this.session = session;
        this.random = random;
    }

    @Override
    public Object getResource() {
        return this;
    }

    /** Where two-factor is not set up by us, there is a page that says so, not a sign-in that leads nowhere. */
    @GET
    public Response open() {
        RealmModel realm = session.getContext().getRealm();
        if (!TwoFactorPolicy.setsUp(realm)) {
            Response page = ErrorPage.error(session, null, Response.Status.NOT_FOUND, "two-factor-link-off");
            return Response.fromResponse(page)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        return Response.seeOther(page(realm))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private URI page(RealmModel realm) {
        URI base = session.getContext().getUri().getBaseUri();
        URI account = Urls.realmBase(base).path("{realm}/account/").build(realm.getName());
        return Urls.realmBase(base)
                .path("{realm}/protocol/openid-connect/auth")
                .queryParam(OIDCLoginProtocol.CLIENT_ID_PARAM, Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                .queryParam(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, "code")
                .queryParam(OIDCLoginProtocol.SCOPE_PARAM, "openid")
                .queryParam(OIDCLoginProtocol.REDIRECT_URI_PARAM, "{account}")
                // Without it the account console takes the answer for a part of its own address and refuses it.
                .queryParam(OIDCLoginProtocol.STATE_PARAM, state())
                .queryParam(Constants.KC_ACTION, TwoFactorPolicy.SET_UP_ID)
                .build(realm.getName(), account);
    }

    private String state() {
        byte[] state = new byte[STATE_BYTES];
        random.nextBytes(state);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(state);
    }

    @Override
    public void close() {}
}
