package io.github.keycloaktwofactor.source;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.support.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Source 000, a client area with one backup code, a choice of method, and a current code to turn two-factor off: {@link
 * #SETTINGS} and {@link #TEXTS} make it so.
 */
@Tag("browser")
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientAreaIT {

    static final Map<String, String> SETTINGS = Map.of(
            "methodStep", "ALWAYS",
            "recommendedApps", "Google Authenticator##Authy##Microsoft Authenticator##1Password##Bitwarden",
            "recoveryCodeCount", "1",
            "trustedDevices", "OFF",
            "disableConfirmation", "CODE",
            "supportText", "Write from an email address that matches your account.",
            "supportUrl", "https://canspace.example/tickets",
            "helpUrl", "https://canspace.example/articles");

    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("signingIn", "Security Settings"),
            Map.entry("setUpNew", "Click here to Enable"),
            Map.entry("two-factor-setup-title", "Two-Factor Authentication"),
            Map.entry(
                    "two-factor-setup-explainer",
                    "Two-factor authentication (2FA) adds a second check on top of your client area password. Even if"
                            + " someone obtains your password, they can''t sign in without also having your phone."
                            + " Enabling it takes about two minutes."),
            Map.entry(
                    "two-factor-setup-before",
                    "You need an authenticator app on your phone and a safe place to store your backup codes (password"
                            + " manager, or a printed copy)."),
            Map.entry("two-factor-setup-enable", "Click here to Enable"),
            Map.entry("two-factor-method-totp", "Time Based Tokens (TOTP)"),
            Map.entry("two-factor-method-start", "Get Started"),
            Map.entry("two-factor-setup-confirm", "Submit"),
            Map.entry("two-factor-codes-title-one", "Backup code"),
            Map.entry("two-factor-codes-panel-one", "Save your backup code"),
            Map.entry(
                    "two-factor-codes-enabled-one",
                    "You''re done. From now on, every login will ask for your password plus the current code from your"
                            + " authenticator."),
            Map.entry(
                    "two-factor-codes-text-one",
                    "Copy it somewhere safe (password manager is ideal). This is what gets you back into your account"
                            + " if you lose your phone."),
            Map.entry("two-factor-challenge-lost", "Lost your phone? Use your backup code"),
            Map.entry("two-factor-recovery-label", "Backup code"),
            Map.entry("two-factor-recovery-submit", "Use backup code"),
            Map.entry("two-factor-error-recovery", "That backup code did not match"),
            Map.entry("two-factor-recovered-forced-last", "Each backup code is one-time-use; generate a new one."),
            Map.entry("two-factor-codes-regenerate-title", "Generate a new backup code"),
            Map.entry("two-factor-disable-title", "Disable"),
            Map.entry("two-factor-disable-code", "Current code"),
            Map.entry("two-factor-support-help", "Locked out and need help?"),
            Map.entry("two-factor-support-either", "If you don''t have a backup code:"),
            Map.entry("two-factor-support-link", "Open a support ticket"),
            Map.entry("two-factor-help", "Related articles"));

    private static final String SAVED = "I have saved this code somewhere safe";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Product clientArea;
    private TestRealm realm;

    @BeforeAll
    void open() {
        clientArea = Product.called("CanSpace", SETTINGS, TEXTS);
        realm = clientArea.realm();
    }

    @AfterAll
    void close() {
        clientArea.close();
    }

    @Test
    @Cites({
        "S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-9", "S-10", "S-11", "S-12", "S-13", "S-14", "S-15",
        "S-16", "S-17", "S-18", "S-19", "S-20", "S-21", "S-22", "S-23", "S-25", "S-26", "S-27", "S-28", "S-29"
    })
    void fromEnablingToDisabling() {
        TestUser cleo = realm.user("cleo");
        PageReader person = clientArea.inTheAccount(chromium, "cleo");

        AuthenticatorApp phone = enables(person);
        assertThat(clientArea.passwordIsEnough("cleo")).isFalse();
        String backup = savesTheBackupCode(person);
        assertThat(cleo.credentials("two-factor-recovery-codes")).hasSize(1);

        loggingIn(person, phone);
        loggingIn(person, phone);
        ifYouLoseYourPhone(person, backup);
        disabling(person, phone);

        assertThat(cleo.credentials("otp")).isEmpty();
        assertThat(clientArea.passwordIsEnough("cleo")).isTrue();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    @Cites("S-24")
    void supportTurnsItOff() {
        TestUser lena = EnrolledUser.imported(realm, "lena").user();
        realm.rest().post("/two-factor/setup", Map.of());
        Desk support = Desk.of(realm, "support", "two-factor-admin/help-desk");
        assertThat(clientArea.passwordIsEnough("lena")).isFalse();

        assertThat(support.look(lena).body().path("enrolledSince").isNumber()).isTrue();
        assertThat(support.reset(lena, "authenticators", "recovery-codes").status())
                .isEqualTo(200);

        assertThat(clientArea.passwordIsEnough("lena")).isTrue();
    }

    private AuthenticatorApp enables(PageReader person) {
        person.arrivesAt("Security Settings")
                .press("Click here to Enable")
                .arrivesAt("Two-Factor Authentication")
                .reads(
                        "Two-factor authentication (2FA) adds a second check on top of your client area password. Even"
                                + " if someone obtains your password, they can't sign in without also having your"
                                + " phone. Enabling it takes about two minutes.",
                        "You need an authenticator app on your phone and a safe place to store your backup codes"
                                + " (password manager, or a printed copy).",
                        "Any TOTP-compatible app works, for example Google Authenticator, Authy, Microsoft"
                                + " Authenticator, 1Password, Bitwarden.");
        helpIsThere(person);
        person.press("Click here to Enable").reads("Time Based Tokens (TOTP)").press("Get Started");

        AuthenticatorApp phone = clientArea.scan(chromium, person, "client-area");
        assertThat(phone.issuer()).isEqualTo("CanSpace");
        assertThat(List.of(phone.mac(), phone.digits(), phone.period())).isEqualTo(List.of("HmacSHA1", 6, 30));
        person.reads("Enter the code your app shows now. It changes every 30 seconds.")
                .type("6-digit code", clientArea.shownBy(phone))
                .press("Submit");
        return phone;
    }

    private static String savesTheBackupCode(PageReader person) {
        person.arrivesAt("Backup code")
                .reads(
                        "You're done. From now on, every login will ask for your password plus the current code from"
                                + " your authenticator.",
                        "Save your backup code",
                        "Copy it somewhere safe (password manager is ideal). This is what gets you back into your"
                                + " account if you lose your phone.");
        String backup = theOneCode(person);
        person.press("Copy code");
        assertThat(person.clipboard()).isEqualTo(backup);
        person.tick(SAVED).press("Continue").reads("Enabled");
        helpIsThere(person);
        return backup;
    }

    private static String theOneCode(PageReader person) {
        List<String> codes = person.page().locator("#two-factor-codes li").allInnerTexts();
        assertThat(codes).hasSize(1);
        return codes.get(0);
    }

    private void loggingIn(PageReader person, AuthenticatorApp phone) {
        prompted(person)
                .reads("6-digit code from your app for CanSpace (cleo)")
                .type("Authenticator code", clientArea.nextShownBy(phone))
                .press("Verify and sign in")
                .arrivesAt("Signed in");
    }

    private PageReader prompted(PageReader person) {
        clientArea.laterAtApplication(person, "cleo").arrivesAt("Two-factor verification");
        assertThat(person.page().getByRole(AriaRole.CHECKBOX)).hasCount(0);
        return person;
    }

    private void ifYouLoseYourPhone(PageReader person, String backup) {
        prompted(person).reads("Write from an email address that matches your account.");
        helpIsThere(person);
        person.press("Lost your phone? Use your backup code")
                .type("Backup code", backup)
                .press("Use backup code")
                .reads("Each backup code is one-time-use; generate a new one.")
                .press("Generate a new backup code");
        String next = theOneCode(person);
        person.tick(SAVED).press("Continue").arrivesAt("Signed in");

        prompted(person)
                .press("Lost your phone? Use your backup code")
                .type("Backup code", backup)
                .press("Use backup code")
                .reads("That backup code did not match");
        prompted(person)
                .type("Authenticator code", next)
                .press("Verify and sign in")
                .reads("Each backup code is one-time-use; generate a new one.");
    }

    private void disabling(PageReader person, AuthenticatorApp phone) {
        prompted(person)
                .type("Authenticator code", clientArea.nextShownBy(phone))
                .press("Verify and sign in")
                .arrivesAt("Signed in")
                .open(realm.url("/two-factor"))
                .arrivesAt("Two-Factor Authentication");
        person.page().locator("#two-factor-disable > summary").click();
        person.reads("Turning this off removes the second sign-in step and makes your account easier to compromise."
                        + " We strongly recommend leaving it on.")
                .type("Current code", phone.wrong(clientArea.clock().now()))
                .press("Disable")
                .reads("That code did not match. Two-factor remains enabled.")
                .type("Current code", clientArea.nextShownBy(phone))
                .press("Disable")
                .reads("Not configured");
    }

    private static void helpIsThere(PageReader person) {
        assertThat(person.page().getByText("Open a support ticket"))
                .hasAttribute("href", "https://canspace.example/tickets");
        assertThat(person.page().getByText("Related articles"))
                .hasAttribute("href", "https://canspace.example/articles");
    }
}
