package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;

/** What tests read off the set-up pages. */
public final class SetupPages {

    private static final String DEVICE_LINK = "a[href^=otpauth]";

    private SetupPages() {}

    public static boolean showsKey(BrowserSession browser) {
        return browser.page().has(DEVICE_LINK);
    }

    /** The app that has scanned the key on the page. */
    public static AuthenticatorApp app(BrowserSession browser) {
        return EnrolledUser.scanned(browser);
    }

    /** The key on the page, as its link holds it. */
    static String key(BrowserSession browser) {
        return app(browser).parameters().get("secret");
    }

    static List<String> codes(BrowserSession browser) {
        return browser.page().document().select("ol.two-factor-codes li").eachText();
    }

    /** Signs a user in who has to enrol, up to the new recovery codes. */
    static AuthenticatorApp enrol(TestRealm realm, BrowserSession browser, String user) {
        browser.signIn(user, "password");
        AuthenticatorApp app = app(browser);
        browser.press("confirm", Map.of("code", app.code(realm.server().clock().now())));
        return app;
    }
}
