package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Somebody who has set two-factor up and comes back to look after it.
 *
 * @param codes the recovery codes, as they were shown
 */
public record CardOwner(TestRealm realm, TestUser user, AuthenticatorApp app, List<String> codes) {

    private static final Map<String, String> PAGE = Map.of("kc_action", "two-factor-setup");

    /** A new user who has set two-factor up on the page, of their own will or because the policy demands it. */
    public static CardOwner enrolled(TestRealm realm, String name, String... roles) {
        realm.user(name, roles);
        BrowserSession browser = realm.browser().openLogin(PAGE).signIn(name, TestRealm.PASSWORD);
        if (browser.page().offers("enable")) {
            browser.press("enable");
        }
        EnrolledUser enrolled = EnrolledUser.confirmed(realm, browser, name);
        assertThat(badge(browser)).isEqualTo("Enabled");
        return new CardOwner(realm, enrolled.user(), enrolled.app(), enrolled.recoveryCodes());
    }

    public static String badge(BrowserSession browser) {
        return browser.page().text(".two-factor-badge span:last-child");
    }

    /** A code that was not used yet: the clock moves on to the next time step. */
    public String code() {
        return app.code(realm.server().clock().awaitStepStart(app.period()));
    }

    public String wrongCode() {
        return app.wrong(realm.server().clock().now());
    }

    /** A browser of its own that has signed in with the second factor and shows the card. */
    public BrowserSession card() {
        return card(realm.browser());
    }

    BrowserSession card(BrowserSession browser) {
        browser.openLogin(PAGE).signIn(user.name(), TestRealm.PASSWORD).press("verify", Map.of("code", code()));
        assertThat(badge(browser)).isEqualTo("Enabled");
        return browser;
    }

    /** A browser of its own that is signed in at an application. */
    public BrowserSession signedIn() {
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", code()));
        assertThat(browser.signedIn()).isTrue();
        return browser;
    }

    /** Whether a sign-in that gives the password is asked for a code. */
    public boolean askedForACode() {
        return realm.browser()
                .signIn(user.name(), TestRealm.PASSWORD)
                .page()
                .text()
                .contains("Two-factor verification");
    }

    /** Whether the code opens the account now. */
    public boolean signsIn(String code) {
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", code));
        return browser.signedIn();
    }

    public int authenticators() {
        return user.credentials("otp").size();
    }

    public int sets() {
        return user.credentials("two-factor-recovery-codes").size();
    }

    public void sitsOut(Duration wait) {
        realm.server().clock().advance(wait);
    }
}
