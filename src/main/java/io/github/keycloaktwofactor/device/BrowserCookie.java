package io.github.keycloaktwofactor.device;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The cookie of a browser in which a user has passed a code. */
final class BrowserCookie {

    private static final String PREFIX = "TWO_FACTOR_BROWSER_";

    private final PersonalCookie cookie;

    BrowserCookie(KeycloakSession session, RealmModel realm, UserModel user) {
        this.cookie = new PersonalCookie(PREFIX, session, realm, user);
    }

    /** What the browser sent; empty also outside a request of a browser. */
    Optional<BrowserToken> read() {
        return cookie.read().flatMap(BrowserToken::parse);
    }

    void set(BrowserToken token) {
        cookie.send(token.text(), (int) BrowserToken.LIFE.toSeconds());
    }
}
