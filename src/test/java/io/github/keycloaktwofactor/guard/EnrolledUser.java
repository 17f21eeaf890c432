package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A user with an authenticator app.
 *
 * @param app shows the codes of the user's authenticator
 */
public record EnrolledUser(TestRealm realm, TestUser user, AuthenticatorApp app) {

    /** Enrolled as stock Keycloak would have done it, without any of our code. */
    public static EnrolledUser enrolled(TestRealm realm, String name, String... roles) {
        TestUser user = realm.user(name, roles);
        return new EnrolledUser(realm, user, user.importOtp(secret(name)));
    }

    /** Confirms the key that the browser is shown and says that the recovery codes are saved. */
    public static EnrolledUser enrol(TestRealm realm, BrowserSession browser, String name) {
        String uri = browser.page().attribute("a[href^=otpauth:]", "href");
        EnrolledUser person = new EnrolledUser(realm, realm.find(name), AuthenticatorApp.ofUri(uri));
        browser.press("confirm", Map.of("code", person.code()));
        browser.press("continue", Map.of("saved", "on"));
        return person;
    }

    /** Confirms the key that takes the place of the one before; the recovery codes stay. */
    public static EnrolledUser enrolAnother(TestRealm realm, BrowserSession browser, String name) {
        String uri = browser.page().attribute("a[href^=otpauth:]", "href");
        EnrolledUser person = new EnrolledUser(realm, realm.find(name), AuthenticatorApp.ofUri(uri));
        browser.press("confirm", Map.of("code", person.code()));
        return person;
    }

    public String name() {
        return user.name();
    }

    /** A right code that was never used: the server's clock moves to a later time step first. */
    public String code() {
        realm.server().clock().advance(Duration.ofSeconds(app.period()));
        return app.code(realm.server().clock().now());
    }

    public String wrongCode() {
        return app.wrong(realm.server().clock().now());
    }

    /** Password and code in a new browser, which ends at client {@code app}. */
    public BrowserSession signIn() {
        return realm.browser().signIn(name(), TestRealm.PASSWORD).press("verify", Map.of("code", code()));
    }

    private static String secret(String name) {
        return new Random(name.hashCode())
                .ints(32, 0, 32)
                .mapToObj(i -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
