package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import java.util.List;
import java.util.Map;

/** The sign-in that a page belongs to, at another of Keycloak's login actions than the page posts to. */
final class OtherAction {

    private OtherAction() {}

    /** Posts an answer to a question that nobody was asked. */
    static BrowserSession consent(BrowserSession browser) {
        return browser.post(address(browser, "consent"), List.of(Map.entry("accept", "Yes")));
    }

    private static String address(BrowserSession browser, String path) {
        return browser.action("")
                .replaceAll("/login-actions/[a-z-]+", "/login-actions/" + path)
                .replaceAll("(session_code|execution)=[^&]*&?", "");
    }

    /** Whether the browser is at a page of the guard. */
    static boolean atTheGuard(BrowserSession browser) {
        return browser.page().has("form") && browser.action("").contains("execution=two-factor-policy");
    }
}
