package io.github.keycloaktwofactor.device;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/** The cookie of a browser in which a user has passed a code. As with a trusted device its name differs from user to user. */
final class BrowserCookie {

    private static final String PREFIX = "TWO_FACTOR_BROWSER_";

    private static final int NAME_DIGITS = 16;

    private final KeycloakContext context;
    private final RealmModel realm;
    private final String name;

    BrowserCookie(KeycloakSession session, RealmModel realm, UserModel user) {
        this.context = session.getContext();
        this.realm = realm;
        this.name = PREFIX + DeviceToken.hash(user.getId()).substring(0, NAME_DIGITS);
    }

    /** What the browser sent; empty also outside a request of a browser. */
    Optional<BrowserToken> read() {
        return Optional.ofNullable(context.getRequestHeaders())
                .map(headers -> headers.getCookies().get(name))
                .map(Cookie::getValue)
                .flatMap(BrowserToken::parse);
    }

    void set(BrowserToken token) {
        context.getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(name)
                        .value(token.text())
                        .path(AuthenticationManager.getRealmCookiePath(realm, context.getUri()))
                        .maxAge((int) BrowserToken.LIFE.toSeconds())
                        .httpOnly(true)
                        .secure(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }
}
