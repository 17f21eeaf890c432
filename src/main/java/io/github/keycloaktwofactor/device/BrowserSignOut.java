package io.github.keycloaktwofactor.device;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/**
 * Distinguishes a sign-out of the browser that sends the request from the end of another session, as when a user signs out
 * elsewhere in the account console or with a new password.
 */
final class BrowserSignOut {

    private static final String LOGOUT = "/protocol/openid-connect/logout";

    private static final String CONFIRMED = LOGOUT + "/logout-confirm";

    /** The sign-out endpoints of other protocols, and those to which browsers return from a provider's sign-out. */
    private static final Pattern OTHERS =
            Pattern.compile("realms/[^/]+/(?:protocol/(?!openid-connect/)[^/]+(?:/.*)?|broker/.+)$");

    private BrowserSignOut() {}

    /**
     * The devices that the browser holds, if the request signs it out.
     *
     * @param sessionId the session that was ended; null if there was none any more
     */
    static List<DeviceToken> devices(KeycloakSession session, @Nullable String sessionId) {
        KeycloakContext context = session.getContext();
        List<DeviceToken> held = DeviceCookie.all(context);
        return held.isEmpty() || !(atSignOut(context) || isOwn(session, sessionId)) ? List.of() : held;
    }

    /** The devices that the browser holds, if the request is for the OpenID Connect logout endpoint. */
    static List<DeviceToken> devicesAtLogout(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        return atLogout(context) ? DeviceCookie.all(context) : List.of();
    }

    private static boolean atSignOut(KeycloakContext context) {
        return leadsToLogout(context) || OTHERS.matcher(path(context)).find();
    }

    /** Listeners are also created outside a request, which each version of Keycloak reports differently. */
    private static boolean atLogout(KeycloakContext context) {
        try {
            return leadsToLogout(context);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean leadsToLogout(KeycloakContext context) {
        String path = path(context);
        return path.endsWith(LOGOUT) || path.endsWith(CONFIRMED);
    }

    /** As it was sent: Keycloak would work out its own address first, for every request. */
    private static String path(KeycloakContext context) {
        return context.getHttpRequest().getUri().getPath();
    }

    /** The devices that the browser holds, if its session is gone: beginning a sign-in again ends it without a word. */
    static List<DeviceToken> devicesWithoutSession(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        List<DeviceToken> held = DeviceCookie.all(context);
        String own = held.isEmpty() ? null : ownSession(session);
        return own == null || lives(session.sessions().getUserSession(context.getRealm(), own)) ? List.of() : held;
    }

    private static boolean lives(@Nullable UserSessionModel userSession) {
        return userSession != null && userSession.getState() != UserSessionModel.State.LOGGED_OUT;
    }

    private static boolean isOwn(KeycloakSession session, @Nullable String sessionId) {
        return sessionId != null && sessionId.equals(ownSession(session));
    }

    /** The session in the browser's identity cookie, whether the cookie is still valid or not. */
    private static @Nullable String ownSession(KeycloakSession session) {
        String cookie = session.getProvider(CookieProvider.class).get(CookieType.IDENTITY);
        AccessToken identity = session.tokens().decode(cookie, AccessToken.class);
        return identity == null ? null : identity.getSessionId();
    }
}
