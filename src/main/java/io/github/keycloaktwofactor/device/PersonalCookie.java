package io.github.keycloaktwofactor.device;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * A cookie of one user in a browser. Its name depends on the user, so that several users can use one browser, but does
 * not reveal who they are. With {@code SameSite=Lax} it is sent when an application redirects the browser here to sign
 * in.
 */
final class PersonalCookie {

    private static final int NAME_DIGITS = 16;

    private final KeycloakContext context;
    private final RealmModel realm;
    private final String name;

    PersonalCookie(String prefix, KeycloakSession session, RealmModel realm, UserModel user) {
        this.context = session.getContext();
        this.realm = realm;
        this.name = prefix + DeviceToken.hash(user.getId()).substring(0, NAME_DIGITS);
    }

    /** The value that the browser sent; empty also outside a browser's request. */
    Optional<String> read() {
        return Optional.ofNullable(context.getRequestHeaders())
                .map(headers -> headers.getCookies().get(name))
                .map(Cookie::getValue);
    }

    /** Sets the cookie for that many seconds; 0 deletes it. */
    void send(String value, int seconds) {
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
