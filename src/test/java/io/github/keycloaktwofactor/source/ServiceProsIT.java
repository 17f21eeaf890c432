package io.github.keycloaktwofactor.source;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.browser.PdfText;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Source 001, for service pros: backup codes as a PDF that comes by itself, devices that are not asked again, and a wait
 * after six wrong codes. {@link #SETTINGS} and {@link #TEXTS} make it so.
 */
@Tag("browser")
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServiceProsIT {

    static final Map<String, String> SETTINGS = Map.of(
            "recommendedApps", "Authy##Google Authenticator##Microsoft Authenticator",
            "openPdf", "true",
            "trustedDevices", "UNTIL_SIGN_OUT",
            "attemptsBeforeWait", "6",
            "waitSeconds", "30",
            "directGrant", "CODE",
            "helpUrl", "https://pros.example/help");

    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("signingIn", "Security"),
            Map.entry("setUpNew", "Enable"),
            Map.entry("two-factor-setup-card", "Two-Step Authentication"),
            Map.entry("two-factor-setup-enable", "Enable"),
            Map.entry(
                    "two-factor-setup-explainer",
                    "You can add an extra layer of security to your account by turning on two-factor authentication"
                            + " (2FA), which requires you to have access to your phone when you log in."),
            Map.entry(
                    "two-factor-setup-apps",
                    "2FA can be used with most TOTP applications. We recommend the first of these: {0}."),
            Map.entry(
                    "two-factor-setup-step1-text",
                    "Open your authentication app, tap the “+” icon or look for “Add Account”, and scan the QR code."),
            Map.entry("two-factor-setup-step1-device", "Open Authy"),
            Map.entry(
                    "two-factor-setup-step1-keep",
                    "Note! Do not delete the account from your app or access to your account will be lost."),
            Map.entry(
                    "two-factor-setup-step2-hint",
                    "Enter the code your app generates. It is valid for {0} seconds, after which it will refresh."),
            Map.entry("two-factor-setup-step2-label", "{0}-digit verification code"),
            Map.entry("two-factor-codes-title", "Backup codes"),
            Map.entry("two-factor-codes-panel", "Be sure to save the generated backup codes"),
            Map.entry(
                    "two-factor-codes-text",
                    "Store these backup codes somewhere safe. If you lose your device, then you can use these backup"
                            + " codes to sign in."),
            Map.entry("two-factor-print-title", "{0} backup codes"),
            Map.entry("two-factor-print-where", "On the sign-in page choose \"Lost your device? Use a backup code\"."),
            Map.entry("two-factor-challenge-label", "Verification code"),
            Map.entry("two-factor-challenge-lost", "Lost your device? Use a backup code"),
            Map.entry("two-factor-recovery-label", "Backup code"),
            Map.entry("two-factor-recovery-submit", "Use backup code"),
            Map.entry("two-factor-help", "Did this answer your question?"));

    private static final String TRUST = "Don't ask again on this device until I sign out";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Product pros;
    private TestRealm realm;

    @BeforeAll
    void open() {
        pros = Product.called("Service Pros", SETTINGS, TEXTS);
        realm = pros.realm();
    }

    @AfterAll
    void close() {
        pros.close();
    }

    @Test
    @Cites({"S-30", "S-31", "S-33", "S-34", "S-35", "S-36", "S-37", "S-38", "S-39", "S-40", "S-41", "S-42", "S-44"})
    void enableAndKeepTheBackupCodes() throws IOException {
        realm.user("paula");
        PageReader person = pros.inTheAccount(chromium, "paula");

        person.arrivesAt("Security").press("Enable");
        AuthenticatorApp phone = scans(person);
        List<String> codes = opensTheBackupCodes(person, phone);

        assertThat(pros.passwordIsEnough("paula")).isFalse();
        assertThat(realm.directGrant("paula", TestRealm.PASSWORD, pros.nextShownBy(phone))
                        .ok())
                .as("a code along with the password")
                .isTrue();
        pros.laterAtApplication(person, "paula")
                .press("Lost your device? Use a backup code")
                .type("Backup code", codes.get(4))
                .press("Use backup code")
                .press("Continue")
                .arrivesAt("Signed in");
        assertThat(chromium.complaints()).isEmpty();
    }

    private AuthenticatorApp scans(PageReader person) {
        person.reads(
                "Two-Step Authentication",
                "You can add an extra layer of security to your account by turning on two-factor authentication (2FA),"
                        + " which requires you to have access to your phone when you log in.",
                "2FA can be used with most TOTP applications. We recommend the first of these: Authy, Google"
                        + " Authenticator, Microsoft Authenticator.");
        assertThat(person.page().getByText("Did this answer your question?"))
                .hasAttribute("href", "https://pros.example/help");
        person.press("Enable")
                .reads(
                        "Open your authentication app, tap the “+” icon or look for “Add Account”, and scan the QR"
                                + " code.",
                        "Note! Do not delete the account from your app or access to your account will be lost.",
                        "Enter the code your app generates. It is valid for 30 seconds, after which it will refresh.");
        AuthenticatorApp phone = pros.scan(chromium, person, "service-pros");
        assertThat(AuthenticatorApp.ofUri(person.link("Open Authy").getAttribute("href"))
                        .key())
                .isEqualTo(phone.key());
        return phone;
    }

    private List<String> opensTheBackupCodes(PageReader person, AuthenticatorApp phone) throws IOException {
        person.type("6-digit verification code", pros.shownBy(phone));
        Download pdf = person.page().waitForDownload(() -> person.press("Confirm and enable"));
        person.arrivesAt("Backup codes")
                .reads(
                        "Be sure to save the generated backup codes",
                        "Store these backup codes somewhere safe. If you lose your device, then you can use these"
                                + " backup codes to sign in.");
        List<String> codes = person.page().locator("#two-factor-codes li").allInnerTexts();
        assertThat(PdfText.of(pdf.path()))
                .startsWith("Service Pros backup codes")
                .contains(codes)
                .contains("On the sign-in page choose \"Lost your device? Use a backup code\".");
        person.tick("I have saved these codes somewhere safe").press("Continue").reads("Enabled");
        return codes;
    }

    @Test
    @Cites({"S-31", "S-32", "S-43"})
    void notAskedAgainOnThatDevice() {
        realm.user("quinn");
        PageReader person = pros.atTwoFactor(chromium, "quinn").press("Enable");
        AuthenticatorApp phone =
                AuthenticatorApp.ofUri(person.link("Open Authy").getAttribute("href"));
        person.type("6-digit verification code", pros.shownBy(phone))
                .press("Confirm and enable")
                .tick("I have saved these codes somewhere safe")
                .press("Continue")
                .press("Sign out and test it now");
        person.open(pros.application()).signIn("quinn", TestRealm.PASSWORD);
        sixWrongCodes(person, phone);

        verifies(person, phone);
        sessionEnds(person);
        person.open(pros.application()).signIn("quinn", TestRealm.PASSWORD).arrivesAt("Signed in");

        signsOutCompletely(person);
        isAskedAgain(person, phone);
        person.page().context().clearCookies();
        isAskedAgain(person, phone);
        realm.find("quinn").password("changed for security reasons");
        sessionEnds(person);
        person.open(pros.application())
                .signIn("quinn", "changed for security reasons")
                .arrivesAt("Two-factor verification");
    }

    private void sixWrongCodes(PageReader person, AuthenticatorApp phone) {
        for (int i = 0; i < 5; i++) {
            enters(person, phone.wrong(pros.clock().now())).reads("That code did not match");
        }
        enters(person, phone.wrong(pros.clock().now()));
        isWaiting(person);
        // Nothing is sent that would not be looked at.
        assertThat(person.page().getByText("Verify and sign in")).isDisabled();
        pros.clock().advance(Duration.ofSeconds(31));
        // The page counts by the browser's clock.
        person.page().reload();
    }

    private static void isWaiting(PageReader person) {
        assertThat(person.page().getByRole(AriaRole.ALERT))
                .containsText(Pattern.compile("Too many incorrect codes. You can try again in \\d+ seconds, at "));
    }

    private static PageReader enters(PageReader person, String code) {
        return person.type("Verification code", code).press("Verify and sign in");
    }

    private void verifies(PageReader person, AuthenticatorApp phone) {
        person.tick(TRUST);
        enters(person, pros.nextShownBy(phone)).arrivesAt("Signed in");
    }

    private void isAskedAgain(PageReader person, AuthenticatorApp phone) {
        person.open(pros.application()).signIn("quinn", TestRealm.PASSWORD).arrivesAt("Two-factor verification");
        verifies(person, phone);
    }

    /** The browser keeps what it was told to keep until the person signs out. */
    private static void sessionEnds(PageReader person) {
        person.page()
                .context()
                .clearCookies(
                        new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("^(?!TWO_FACTOR_DEVICE).+")));
    }

    private void signsOutCompletely(PageReader person) {
        person.open(realm.url("/account/")).button("First Last").click();
        person.page()
                .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(person.field("Username or email")).isVisible();
    }
}
