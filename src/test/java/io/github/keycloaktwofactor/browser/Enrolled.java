package io.github.keycloaktwofactor.browser;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Somebody who has been through the set-up, quickly and without a picture.
 *
 * @param name the user's
 * @param app which has the key
 * @param codes the recovery codes
 * @param firstCode what confirmed the set-up
 */
record Enrolled(String name, AuthenticatorApp app, List<String> codes, String firstCode) {

    private static final int MOST_TRIES = 20;
    private static final String WAIT = "[data-two-factor-wait]";

    /** @param role for which the policy demands two-factor */
    static Enrolled saving(TestRealm realm, String name, String role) {
        BrowserSession browser = realm.browser();
        Enrolled enrolled = enrol(realm, browser, name, role);
        browser.press("continue", Map.of("saved", "on"));
        if (!browser.signedIn()) {
            throw new AssertionError("Not signed in: " + browser.page().text());
        }
        return enrolled;
    }

    /** The person closes the window at the recovery codes. */
    static Enrolled withoutSaving(TestRealm realm, String name, String role) {
        return enrol(realm, realm.browser(), name, role);
    }

    private static Enrolled enrol(TestRealm realm, BrowserSession browser, String name, String role) {
        realm.user(name, role);
        browser.signIn(name, TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        String code = app.code(realm.server().clock().now());
        browser.press("confirm", Map.of("code", code));
        List<String> codes = browser.page().document().select("ol code").eachText();
        return new Enrolled(name, app, codes, code);
    }

    /** Types wrong codes, sits out the waits and types on, until the factor on the form behind that button is off. */
    void fails(TestRealm realm, String form, String wrong) {
        BrowserSession browser = realm.browser().signIn(name, TestRealm.PASSWORD);
        if (!browser.page().offers("recovery") || form.equals("recovery")) {
            browser.press(form);
        }
        for (int i = 0; i < MOST_TRIES && browser.page().offers("verify"); i++) {
            browser.press("verify", Map.of("code", wrong));
            if (browser.page().has(WAIT)) {
                long seconds = Long.parseLong(browser.page().attribute(WAIT, "data-two-factor-wait"));
                realm.server().clock().advance(Duration.ofSeconds(seconds));
            }
        }
    }
}
