package io.github.keycloaktwofactor.source;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Source 004, two-factor under "Password &amp; security" with ten recovery codes, which a click turns off unless the
 * organisation forbids it: {@link #SETTINGS} and {@link #TEXTS} make it so.
 */
@Tag("browser")
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasswordAndSecurityIT {

    static final Map<String, String> SETTINGS = Map.of(
            "recommendedApps", "Google Authenticator##Microsoft Authenticator##Authy",
            "recoveryCodeCount", "10",
            "trustedDevices", "OFF",
            "disableConfirmation", "CLICK",
            "disableWhenRequired", "FORBID",
            "supportUrl", "mailto:help@acme.example");

    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("signingIn", "Password & security"),
            Map.entry("setUpNew", "Enable 2FA"),
            Map.entry(
                    "two-factor-setup-explainer",
                    "Two-factor authentication is easy to set up and will keep your account safe from unwanted access,"
                            + " even if your password is compromised. We recommend all users to adopt it."),
            Map.entry("two-factor-setup-enable", "Enable 2FA"),
            Map.entry(
                    "two-factor-setup-step1-text",
                    "Open the authenticator app on your phone, click on Scan barcode and scan the barcode that is"
                            + " presented on your computer screen."),
            Map.entry("two-factor-setup-confirm", "Confirm and Enable 2FA"),
            Map.entry("two-factor-error-code-help", "If you were too late, just try it again with the next number."),
            Map.entry("two-factor-codes-enabled", "You are now done and have set up 2FA for your account!!"),
            Map.entry(
                    "two-factor-codes-text",
                    "We only show you these codes once. Copy them into your notes, save them to your password manager,"
                            + " take a screenshot of the page, or print them. You will only need one of these to"
                            + " recover your account."),
            Map.entry("two-factor-challenge-label", "One time password"),
            Map.entry("two-factor-challenge-submit", "Log in"),
            Map.entry("two-factor-disable-title", "Disable 2FA"),
            Map.entry(
                    "two-factor-disable-forbidden",
                    "Your organisation has made Two-factor authentication mandatory for all user accounts. We"
                            + " unfortunately cannot disable this feature for you."),
            Map.entry("two-factor-support-help", "Questions?"),
            Map.entry("two-factor-support-link", "Send us an e-mail"));

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Product product;
    private TestRealm realm;

    @BeforeAll
    void open() {
        product = Product.called("Acme", SETTINGS, TEXTS);
        realm = product.realm();
    }

    @AfterAll
    void close() {
        product.close();
    }

    @Test
    @Cites({
        "S-113", "S-114", "S-115", "S-116", "S-117", "S-118", "S-119", "S-120", "S-121", "S-122", "S-123", "S-124",
        "S-125", "S-126", "S-127", "S-128", "S-129", "S-130"
    })
    void stepByStepAndOffAgain() {
        TestUser joan = realm.user("joan");
        PageReader person = product.inTheAccount(chromium, "joan");

        person.arrivesAt("Password & security").press("Enable 2FA");
        AuthenticatorApp phone = enables(person);
        List<String> codes = keepsTheCodesSafe(person);
        recovers(codes.get(7));
        recovers(codes.get(2));

        loggingIn(person, phone);
        disables(person);
        assertThat(joan.credentials("otp")).isEmpty();
        assertThat(product.passwordIsEnough("joan")).isTrue();

        enables(person);
        keepsTheCodesSafe(person);
        theOrganisationMakesItMandatory(person);
        assertThat(joan.credentials("otp")).hasSize(1);
        assertThat(chromium.complaints()).isEmpty();
    }

    private AuthenticatorApp enables(PageReader person) {
        person.reads(
                "Two-factor authentication is easy to set up and will keep your account safe from unwanted access, even"
                        + " if your password is compromised. We recommend all users to adopt it.",
                "Any TOTP-compatible app works, for example Google Authenticator, Microsoft Authenticator, Authy.");
        questionsMayBeAsked(person);
        person.press("Enable 2FA")
                .reads(
                        "Step 1",
                        "Open the authenticator app on your phone, click on Scan barcode and scan the barcode that is"
                                + " presented on your computer screen.",
                        "Step 2",
                        "Enter the code your app shows now. It changes every 30 seconds.");
        AuthenticatorApp phone = product.scan(chromium, person, "password-and-security");
        assertThat(phone.issuer()).isEqualTo("Acme");
        assertThat(phone.account()).isEqualTo("joan");

        person.type("6-digit code", phone.code(product.clock().now(), -3))
                .press("Confirm and Enable 2FA")
                .reads("If you were too late, just try it again with the next number.")
                .type("6-digit code", product.nextShownBy(phone))
                .press("Confirm and Enable 2FA");
        return phone;
    }

    private static List<String> keepsTheCodesSafe(PageReader person) {
        person.reads(
                "You are now done and have set up 2FA for your account!!",
                "We only show you these codes once. Copy them into your notes, save them to your password manager, take"
                        + " a screenshot of the page, or print them. You will only need one of these to recover your"
                        + " account.");
        List<String> codes = person.page().locator("#two-factor-codes li").allInnerTexts();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        person.press("Copy all codes").reads("10 codes copied");
        assertThat(person.clipboard().lines()).containsExactlyElementsOf(codes);
        person.tick("I have saved these codes somewhere safe").press("Continue").reads("Enabled");
        return codes;
    }

    private void recovers(String pasted) {
        assertThat(realm.browser()
                        .signIn("joan", TestRealm.PASSWORD)
                        .press("recovery")
                        .press("verify", Map.of("code", " " + pasted + " "))
                        .recovered())
                .isTrue();
    }

    private void loggingIn(PageReader person, AuthenticatorApp phone) {
        person.page().context().clearCookies();
        person.open(realm.url("/two-factor"));
        assertThat(person.page().getByText("One time password")).hasCount(0);
        person.signIn("joan", TestRealm.PASSWORD).arrivesAt("Two-factor verification");
        assertThat(person.page().getByRole(AriaRole.CHECKBOX)).hasCount(0);
        person.type("One time password", product.nextShownBy(phone))
                .press("Log in")
                .reads("Enabled");
    }

    private static void disables(PageReader person) {
        person.page().locator("#two-factor-disable > summary").click();
        assertThat(person.page().getByLabel("Current password")).hasCount(0);
        person.press("Disable 2FA").reads("Not configured");
    }

    private void theOrganisationMakesItMandatory(PageReader person) {
        product.alsoSets(Map.of("requireEveryone", "true"));
        person.page().reload();
        person.reads("Your organisation has made Two-factor authentication mandatory for all user accounts. We"
                + " unfortunately cannot disable this feature for you.");
        assertThat(person.button("Disable 2FA")).hasCount(0);
        questionsMayBeAsked(person);
    }

    private static void questionsMayBeAsked(PageReader person) {
        assertThat(person.page().getByText("Questions?")).isVisible();
        assertThat(person.link("Send us an e-mail")).hasAttribute("href", "mailto:help@acme.example");
    }
}
