package io.github.keycloaktwofactor.guard;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.BrowserSession;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Where a browser stands, told by what the page offers, never by its address. */
public enum Screen {
    /** Back at the application, with an authorisation code. */
    SIGNED_IN(""),
    /** Back at the application, with an error. */
    SENT_BACK(""),
    LOGIN("#kc-form-login input#username:not([type=hidden])"),
    PASSWORD_AGAIN("#kc-form-login input[name=password]"),
    CODE("#two-factor-challenge input[name=code][inputmode=numeric]"),
    RECOVERY_CODE("#two-factor-challenge input[name=code]"),
    /** A key to scan is shown. */
    KEY("a[href^=otpauth:]"),
    /** The set-up page without a key. */
    NO_KEY("button[name=do][value=enable]"),
    /** The set-up page of somebody who has an authenticator. */
    ENROLLED(".two-factor-badge-enabled"),
    NEW_CODES("ol#two-factor-codes"),
    /** Recovery codes exist, and nobody has said that they were saved. */
    CODES_UNSAVED("input[name=saved]"),
    /** An authenticator, and no recovery codes. */
    CODES_MISSING("button[name=do][value=create]"),
    /** After a recovery code was used. */
    RECOVERED("#kc-page-title:contains(You signed in with a recovery code)"),
    /** After a new app was set up on the way through a sign-in. */
    REPLACED("button[name=do][value=manage]"),
    ASK_REGENERATE("button[name=do][value=regenerate]"),
    BEGIN_AGAIN(".two-factor-lead:containsOwn(so this sign-in has ended)"),
    SIGN_IN_AGAIN(".two-factor-lead:containsOwn(before changing this)"),
    OTHER_FACTOR(".two-factor-lead:containsOwn(protected by a passkey or security key)"),
    IMPERSONATED(".two-factor-lead:containsOwn(While you impersonate somebody)"),
    OTHER_ACCOUNT(".two-factor-lead:containsOwn(another account than the one)"),
    NOT_STORED(".two-factor-lead:containsOwn(is not stored here)"),
    NOT_SIGNED_IN(".two-factor-danger:contains(before your second step was complete)"),
    UNAVAILABLE(".two-factor-danger:contains(Something went wrong)"),
    STOCK_CODE("#kc-otp-login-form"),
    STOCK_SET_UP("#kc-totp-settings-form"),
    STOCK_RECOVERY_CODE("#kc-recovery-code-login-form"),
    STOCK_RECOVERY_CODES("#kc-recovery-codes-settings-form"),
    VERIFY_EMAIL("#kc-page-title:contains(Email verification)"),
    NEW_PASSWORD("#kc-passwd-update-form"),
    PROFILE("#kc-update-profile-form"),
    CONFIRM_LINK("button[value=linkAccount]"),
    NEW_EMAIL("#kc-update-email-form"),
    TERMS("#kc-terms-text"),
    DELETE_ACCOUNT("#kc-deleteaccount-form"),
    LINK_ACCOUNT("#kc-link-text"),
    DELETE_CREDENTIAL("#kc-delete-text"),
    PASSKEY_SET_UP("form#register input#attestationObject"),
    PASSKEY("form#webauth"),
    /** "Page has expired". */
    EXPIRED("#loginRestartLink"),
    ERROR("#kc-error-message"),
    INFO("#kc-info-message"),
    /** Where a mailed link leads that was opened on its own. */
    ACCOUNT_CONSOLE("body:contains(to use the Account Console)");

    private final String css;

    Screen(String css) {
        this.css = css;
    }

    /** Whether the browser is there, wherever else it may be. */
    public boolean isShownBy(BrowserSession browser) {
        return browser.page().has(css);
    }

    public static Screen of(BrowserSession browser) {
        Map<String, String> back = browser.callback();
        if (browser.signedIn()) {
            return SIGNED_IN;
        }
        return back.isEmpty() ? of(browser.page().document()) : SENT_BACK;
    }

    public static Screen of(Page page) {
        page.waitForLoadState();
        return page.url().matches(".*[?&]code=.*") ? SIGNED_IN : of(page.content());
    }

    /** What a page with this text is. */
    public static Screen of(String html) {
        return of(Jsoup.parse(html));
    }

    private static Screen of(Document document) {
        for (Screen screen : values()) {
            if (!screen.css.isEmpty() && document.selectFirst(screen.css) != null) {
                return screen;
            }
        }
        throw new AssertionError("A page that no test knows: " + document.title() + ": " + document.text());
    }
}
