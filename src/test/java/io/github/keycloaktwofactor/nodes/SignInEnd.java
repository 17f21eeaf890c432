package io.github.keycloaktwofactor.nodes;

import io.github.keycloaktwofactor.server.BrowserSession;
import java.util.Map;

/** The end of a sign-in whose code was accepted. */
final class SignInEnd {

    private SignInEnd() {}

    /** Whether the browser is signed in once it has left the pages about recovery codes, which only tell something. */
    static boolean reached(BrowserSession browser) {
        if (!browser.signedIn() && browser.page().offers("continue")) {
            browser.press("continue", Map.of("saved", "on"));
        }
        return browser.signedIn();
    }
}
