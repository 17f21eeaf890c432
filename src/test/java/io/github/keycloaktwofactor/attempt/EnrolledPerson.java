package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerTime;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Somebody who has two-factor, with the app on their phone and the recovery codes that they saved.
 *
 * @param recoveryCodes as they were shown; empty for a person whose authenticator was imported
 */
public record EnrolledPerson(TestRealm realm, TestUser user, AuthenticatorApp app, List<String> recoveryCodes) {

    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /** Signs a new user in and sets two-factor up as people do. */
    public static EnrolledPerson enrol(TestRealm realm, String name, String... roles) {
        TestUser user = realm.user(name, roles);
        BrowserSession browser = setUp(realm, name);
        AuthenticatorApp app = scanned(browser);
        browser.press("confirm", Map.of("code", app.code(clock(realm).now())));
        List<String> codes = browser.page().document().select("ol li").eachText();
        assertThat(codes).isNotEmpty();
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
        return new EnrolledPerson(realm, user, app, codes);
    }

    /** A browser that sees the key of somebody who has no authenticator yet and must set one up. */
    public static BrowserSession setUp(TestRealm realm, String name) {
        return realm.browser().signIn(name, TestRealm.PASSWORD);
    }

    /** The app after it has scanned the key on the page. */
    public static AuthenticatorApp scanned(BrowserSession browser) {
        return AuthenticatorApp.ofUri(browser.page().attribute("a[href^=otpauth]", "href"));
    }

    /** A new user whose authenticator came from an import, without recovery codes and without a row in our tables. */
    public static EnrolledPerson imported(TestRealm realm, String name) {
        TestUser user = realm.user(name);
        return new EnrolledPerson(realm, user, user.importOtp(SECRET), List.of());
    }

    /** The same person as another node of the cluster has them. */
    public EnrolledPerson at(KeycloakServer node) {
        TestRealm there = realm.at(node);
        return new EnrolledPerson(there, user.at(there), app, recoveryCodes);
    }

    /** A browser of its own that gave the right password and is asked for the code. */
    public BrowserSession codePage() {
        return codePage("app");
    }

    /** The same at another client. */
    public BrowserSession codePage(String clientId) {
        BrowserSession browser = realm.browser().open(realm.authUrl(clientId, Map.of()));
        browser.signIn(user.name(), TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains("Two-factor verification");
        return browser;
    }

    /** So many browsers of their own that are asked for the code. */
    public List<BrowserSession> codePages(int count) {
        return IntStream.range(0, count).mapToObj(i -> codePage()).toList();
    }

    /** A browser of its own that is asked for a recovery code. */
    public BrowserSession recoveryPage() {
        return codePage().press("recovery");
    }

    /** Signs in afresh as far as the code page, posts this there and goes on from the page after a recovery code. */
    public BrowserSession post(String code) {
        return codePage().press("verify", Map.of("code", code)).onward();
    }

    /** The same on the form for recovery codes. */
    public BrowserSession postRecovery(String code) {
        return recoveryPage().press("verify", Map.of("code", code)).onward();
    }

    /** The code of a time step that begins now, so later than all before. */
    public String nextCode() {
        return app.code(clock(realm).awaitStepStart(app.period()));
    }

    /** The code that the app will show next. The window takes it already now, so the clock need not move. */
    public String codeToCome() {
        return app.code(clock(realm).now(), 1);
    }

    public String wrongCode() {
        return app.wrong(clock(realm).now());
    }

    /** Posts wrong codes, each in a sign-in of its own; the browser of the last. */
    public BrowserSession wrongCodes(int count) {
        BrowserSession browser = post(wrongCode());
        for (int i = 1; i < count; i++) {
            browser = post(wrongCode());
        }
        return browser;
    }

    /** Why codes of this person were refused, the oldest first. */
    public List<String> refusals() {
        List<String> reasons = new ArrayList<>(errors().map(event -> event.detail("two_factor_reason"))
                .filter(Objects::nonNull)
                .toList());
        Collections.reverse(reasons);
        return reasons;
    }

    /** The events of this person that are errors, the latest first. */
    public Stream<TestEvent> errors() {
        return realm.events("LOGIN_ERROR").stream().filter(event -> user.id().equals(event.userId()));
    }

    public StoredAttempts stored(String counter) {
        return StoredAttempts.of(realm, user, counter);
    }

    private static ServerTime clock(TestRealm realm) {
        return realm.server().clock();
    }
}
