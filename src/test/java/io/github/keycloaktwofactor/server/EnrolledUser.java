package io.github.keycloaktwofactor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A user who has two-factor, with the app on their phone and the recovery codes that they saved.
 *
 * @param recoveryCodes as they were shown; empty for a user whose authenticator was imported
 */
public record EnrolledUser(TestRealm realm, TestUser user, AuthenticatorApp app, List<String> recoveryCodes) {

    public EnrolledUser(TestRealm realm, TestUser user, AuthenticatorApp app) {
        this(realm, user, app, List.of());
    }

    /** A new user whom the policy has led to the set-up, as people go through it. */
    public static EnrolledUser enrolled(TestRealm realm, String name, String... roles) {
        realm.user(name, roles);
        BrowserSession browser = setUp(realm, name);
        EnrolledUser enrolled = confirmed(realm, browser, name);
        assertThat(enrolled.recoveryCodes).isNotEmpty();
        assertThat(browser.signedIn()).isTrue();
        return enrolled;
    }

    /** A browser that sees the key of a user who has no authenticator yet and must set one up. */
    public static BrowserSession setUp(TestRealm realm, String name) {
        return realm.browser().signIn(name, TestRealm.PASSWORD);
    }

    /** The app after it has scanned the key on the page. */
    public static AuthenticatorApp scanned(BrowserSession browser) {
        return AuthenticatorApp.ofUri(browser.page().attribute("a[href^=otpauth]", "href"));
    }

    /** Confirms the key that the browser is shown and says that the recovery codes are saved. */
    public static EnrolledUser confirmed(TestRealm realm, BrowserSession browser, String name) {
        EnrolledUser replaced = replaced(realm, browser, name);
        List<String> codes =
                browser.page().document().select("ol.two-factor-codes li").eachText();
        browser.press("continue", Map.of("saved", "on"));
        return new EnrolledUser(realm, replaced.user, replaced.app, codes);
    }

    /** Confirms the key that takes the place of the one before; the recovery codes stay. */
    public static EnrolledUser replaced(TestRealm realm, BrowserSession browser, String name) {
        EnrolledUser user = new EnrolledUser(realm, realm.find(name), scanned(browser));
        browser.press("confirm", Map.of("code", user.app.code(clock(realm).now())));
        return user;
    }

    /** A new user with an authenticator as stock Keycloak would have stored it, and without a row in our tables. */
    public static EnrolledUser imported(TestRealm realm, String name, String... roles) {
        TestUser user = realm.user(name, roles);
        return new EnrolledUser(realm, user, user.importOtp(secret(name)));
    }

    public String name() {
        return user.name();
    }

    /** Password and code in a new browser, which ends at client {@code app}. */
    public BrowserSession signIn() {
        return realm.browser().signIn(name(), TestRealm.PASSWORD).press("verify", Map.of("code", code()));
    }

    /** The same person as another node of the cluster has them. */
    public EnrolledUser at(KeycloakServer node) {
        TestRealm there = realm.at(node);
        return new EnrolledUser(there, user.at(there), app, recoveryCodes);
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

    /** A code that was never used: the clock moves on by a whole time step. */
    public String code() {
        clock(realm).advance(Duration.ofSeconds(app.period()));
        return app.code(clock(realm).now());
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

    private static String secret(String name) {
        return new Random(name.hashCode())
                .ints(32, 0, 32)
                .mapToObj(i -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
