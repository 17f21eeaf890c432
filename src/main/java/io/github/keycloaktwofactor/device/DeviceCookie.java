package io.github.keycloaktwofactor.device;

import jakarta.ws.rs.core.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The cookie that makes a browser a trusted device of a user. */
final class DeviceCookie {

    private static final String PREFIX = "TWO_FACTOR_DEVICE_";

    /** Maximum number of users whose trust in one browser is checked when it signs out. */
    private static final int MOST_PEOPLE = 20;

    private final PersonalCookie cookie;

    DeviceCookie(KeycloakSession session, RealmModel realm, UserModel user) {
        this.cookie = new PersonalCookie(PREFIX, session, realm, user);
    }

    /** The token that the browser sent; empty also outside a browser's request. */
    Optional<DeviceToken> read() {
        return cookie.read().flatMap(DeviceToken::parse);
    }

    /** The tokens, genuine or not, of all users who trust the browser; none outside a browser's request. */
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
            // Events are also raised outside a request, which each version of Keycloak reports differently.
            return Map.of();
        }
    }

    void set(DeviceToken token, Duration life) {
        cookie.send(token.text(), (int) life.toSeconds());
    }

    void clear() {
        cookie.send("", 0);
    }
}
