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
 * A cookie of one user in a browser. Its name differs from user to user, so that several people can use one browser, and
 * does not tell who they are. {@code SameSite=Lax} lets it come along when an application sends the browser here to sign
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

    /** What the browser sent; empty also outside a request of a browser. */
    Optional<String> read() {
        return Optional.ofNullable(context.getRequestHeaders())
                .map(headers -> headers.getCookies().get(name))
                .map(Cookie::getValue);
    }

    /** Lets the browser keep the value for so many seconds; with 0 it forgets the cookie. */
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
