package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.List;
import java.util.Map;

/**
 * Somebody who signs in to a realm that knows nothing of us.
 *
 * @param mail where the realm's mails go
 * @param user the visitor, who has a password and nothing else
 * @param transcript takes down all that the server answers
 */
record StockVisitor(TestRealm realm, MailServer mail, TestUser user, Transcript transcript) {

    static final String SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    String name() {
        return user.name();
    }

    BrowserSession page(String step, BrowserSession browser) {
        return transcript.page(step, browser);
    }

    Tokens tokens(String step, Tokens tokens) {
        return transcript.tokens(step, tokens);
    }

    /** Opens the login page and gives the password. */
    BrowserSession password(String step, Map<String, String> parameters) {
        BrowserSession browser = page(step + ", login page", realm.browser().openLogin(parameters));
        return page(step + ", password", browser.signIn(name(), TestRealm.PASSWORD));
    }

    BrowserSession code(String step, BrowserSession browser, String code) {
        return page(step, browser.submit("#kc-otp-login-form", Map.of("otp", code)));
    }

    /** Presses the Cancel of an action that an application asked for. */
    void cancel(BrowserSession browser) {
        page("cancelled", browser.post(browser.action(""), List.of(Map.entry("cancel-aia", "true"))));
    }

    Tokens grant(String step, Map<String, String> fields) {
        return tokens(step, realm.token(fields));
    }
}
