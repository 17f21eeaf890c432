package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.HtmlPage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody has come.
 *
 * @param kind what became of them
 * @param browser where they stand
 * @param error what the application was told when they were refused; otherwise empty
 */
public record Passage(Kind kind, BrowserSession browser, String error) {

    /** What became of somebody at a door. */
    public enum Kind {
        /** Signed in: the application has what it asked for. */
        LET_IN,
        /** Asked for a code. */
        ASKED,
        /** Sent to set two-factor up. */
        SET_UP,
        /** Past the second factor, at a page that comes after it. */
        BEYOND,
        /** Asked for the first factor. */
        FIRST_FACTOR,
        /** Sent back to the application with an error. */
        REFUSED,
        /** At a page that leads nowhere: expired, or an error. */
        STOPPED
    }

    private static final Pattern STATUS = Pattern.compile("status:([A-Za-z]+)\"[^<]*?/?>(?!.*status:)", Pattern.DOTALL);

    /** Where this browser stands, told by what it got. The device flow's question for consent is answered with yes. */
    public static Passage of(BrowserSession browser) {
        if (browser.page().has("#kc-oauth")) {
            browser.submit("form", Map.of("accept", "Yes"));
        }
        HtmlPage page = browser.page();
        String saml = page.value("SAMLResponse");
        if (!saml.isEmpty()) {
            return ofSaml(browser, new String(Base64.getMimeDecoder().decode(saml), StandardCharsets.UTF_8));
        }
        if (atConsole(page) || page.text().contains("Device Login Successful")) {
            return new Passage(Kind.LET_IN, browser, "");
        }
        return new Passage(
                switch (Screen.of(browser)) {
                    case SIGNED_IN -> Kind.LET_IN;
                    case SENT_BACK -> Kind.REFUSED;
                    case CODE, RECOVERY_CODE -> Kind.ASKED;
                    case KEY, NO_KEY -> Kind.SET_UP;
                    case LOGIN, PASSWORD_AGAIN -> Kind.FIRST_FACTOR;
                    case EXPIRED,
                            ERROR,
                            UNAVAILABLE,
                            NOT_SIGNED_IN,
                            IMPERSONATED,
                            OTHER_ACCOUNT,
                            SIGN_IN_AGAIN,
                            OTHER_FACTOR -> Kind.STOPPED;
                    default -> Kind.BEYOND;
                },
                browser,
                browser.callback().getOrDefault("error", ""));
    }

    /** Presses a button and looks again. */
    public Passage press(String button, Map<String, String> fields) {
        return of(browser.press(button, fields));
    }

    /** Types a code on the code page. */
    public Passage type(String code) {
        return press("verify", Map.of("code", code));
    }

    /** Whether somebody who stands here has been spared the second factor, or has passed it. */
    public boolean pastTheSecondFactor() {
        return kind == Kind.LET_IN || kind == Kind.BEYOND;
    }

    private static Passage ofSaml(BrowserSession browser, String response) {
        if (response.contains(":Assertion") || response.contains("EncryptedAssertion")) {
            return new Passage(Kind.LET_IN, browser, "");
        }
        Matcher status = STATUS.matcher(response);
        return new Passage(Kind.REFUSED, browser, status.find() ? status.group(1) : response);
    }

    /** The consoles take the authorisation code with their own page. */
    private static boolean atConsole(HtmlPage page) {
        String uri = page.uri().toString();
        return page.status() == 200
                && uri.matches(".*/(realms/[^/]+/account|admin/[^/]+/console)/.*")
                && uri.matches(".*[?&#]code=.*");
    }

    @Override
    public String toString() {
        return kind + " " + error + " at " + browser.page().uri() + ": "
                + browser.page().text();
    }
}
