package io.github.keycloaktwofactor.device;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The cookie that makes a browser a trusted device. Its name differs from user to user, so that several people can use
 * one browser, and does not tell who they are. {@code SameSite=Lax} lets it come along when an application sends the
 * browser here to sign in.
 */
final class DeviceCookie {

    private static final String PREFIX = "TWO_FACTOR_DEVICE_";

    private static final int NAME_DIGITS = 16;

    /** How many people's trust in one browser is looked at when it signs out. */
    private static final int MOST_PEOPLE = 20;

    private final KeycloakContext context;
    private final RealmModel realm;
    private final String name;

    DeviceCookie(KeycloakSession session, RealmModel realm, UserModel user) {
        this.context = session.getContext();
        this.realm = realm;
        this.name = PREFIX + DeviceToken.hash(user.getId()).substring(0, NAME_DIGITS);
    }

    /** What the browser sent; empty also outside a request of a browser. */
    Optional<DeviceToken> read() {
        return Optional.ofNullable(context.getRequestHeaders())
                .map(headers -> headers.getCookies().get(name))
                .map(Cookie::getValue)
                .flatMap(DeviceToken::parse);
    }

    /** The tokens of everybody who has trusted the browser, or says so; none outside a request of a browser. */
    static List<DeviceToken> all(KeycloakContext context) {
        return cookies(context).entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith(PREFIX))
                .flatMap(cookie -> DeviceToken.parse(cookie.getValue().getValue()).stream())
                .limit(MOST_PEOPLE)
                .toList();
    }

    private static Map<String, Cookie> cookies(KeycloakContext context) {
        try {
            return context.getHttpRequest().getHttpHeaders().getCookies();
        } catch (RuntimeException e) {
            // Events are also made where there is no request, and each version of Keycloak says so in another way.
            return Map.of();
        }
    }

    void set(DeviceToken token, Duration life) {
        send(token.text(), (int) life.toSeconds());
    }

    void clear() {
        send("", 0);
    }

    private void send(String value, int seconds) {
        context.getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(name)
                        .value(value)
                        .path(AuthenticationManager.getRealmCookiePath(realm, context.getUri()))
                        .maxAge(seconds)
                        .httpOnly(true)
                        .secure(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }
}
