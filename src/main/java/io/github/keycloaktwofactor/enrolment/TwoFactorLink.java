package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.keycloak.PageAddress;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.PendingKeys;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code GET /realms/{realm}/two-factor}: the link to give to users. It leads through a sign-in to the two-factor page
 * and from there to the account console, and reads nothing from the request but the realm. With a post to {@code device}
 * below it, a script of the set-up page reports that the user has opened an app.
 */
public final class TwoFactorLink {

    /** Last path segment of the URL that the script of the set-up page posts to. */
    public static final String DEVICE = "device";

    /** Id of the key that was on the page. */
    public static final String KEY = "key";

    private static final int STATE_BYTES = 16;
    private static final int CHALLENGE_BYTES = 32;

    private final KeycloakSession session;
    private final SecureRandom random;

    public TwoFactorLink(KeycloakSession session, SecureRandom random) {
        this.session = session;
        this.random = random;
    }

    /** If two-factor is off in the realm, a page says so, instead of a sign-in that leads nowhere. */
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

    /**
     * Records that the user has opened an app on this device with the key of this tab's sign-in. The response is the same
     * whether there is one or not. It runs concurrently with other requests of the tab, so it does not write to the
     * authentication session, which may have been read before a change.
     *
     * @param keyId null on pages that do not name their key
     */
    public Response onThisDevice(@Nullable String clientId, @Nullable String tabId, @Nullable String keyId) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        if (client != null && TwoFactorPolicy.setsUp(realm)) {
            AuthenticationSessionModel authentication =
                    new AuthenticationSessionManager(session).getCurrentAuthenticationSession(realm, client, tabId);
            UserModel user = authentication == null ? null : authentication.getAuthenticatedUser();
            if (user != null) {
                PendingKey.in(authentication)
                        .filter(key -> keyId == null || key.id().equals(keyId))
                        .ifPresent(key -> PendingKeys.of(session).putOnDevice(realm.getId(), user.getId(), key.id()));
            }
        }
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Where a page says so. */
    static String onThisDevice(PageContext context, PendingKey key) {
        return Urls.realmBase(context.session().getContext().getUri().getBaseUri())
                .path("{realm}/" + PageAddress.ID + "/" + DEVICE)
                .queryParam(Constants.CLIENT_ID, "{client}")
                .queryParam(Constants.TAB_ID, "{tab}")
                .queryParam(KEY, "{key}")
                .build(
                        context.realm().getName(),
                        context.authentication().getClient().getClientId(),
                        context.authentication().getTabId(),
                        key.id())
                .toString();
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
                .queryParam(OIDCLoginProtocol.STATE_PARAM, text(random(STATE_BYTES)))
                // The console begins a sign-in of its own, so nobody redeems this code, and nobody shall be able to.
                .queryParam(OIDCLoginProtocol.CODE_CHALLENGE_PARAM, text(digest(random(CHALLENGE_BYTES))))
                .queryParam(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM, OIDCLoginProtocol.PKCE_METHOD_S256)
                .queryParam(Constants.KC_ACTION, TwoFactorPolicy.SET_UP_ID)
                .build(realm.getName(), account);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
