package io.github.keycloaktwofactor.source;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Source 002, a customer area in which people choose the method and then log out and in to see that it works: {@link
 * #SETTINGS} and {@link #TEXTS} make it so.
 */
@Tag("browser")
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomerAreaIT {

    static final Map<String, String> SETTINGS = Map.of(
            "methodStep", "ALWAYS",
            "recommendedApps", "Google Authenticator##Microsoft Authenticator##Authy",
            "trustedDevices", "OFF",
            "continueUrl", "https://customers.example/guides");

    static final Map<String, String> TEXTS = Map.of(
            "signingIn", "Security settings",
            "setUpNew", "Click here to enable",
            "two-factor-setup-enable", "Click here to enable",
            "two-factor-method-totp", "Time Based Tokens",
            "two-factor-method-start", "Get started",
            "two-factor-setup-step2-label", "{0}-digit authentication code",
            "two-factor-setup-confirm", "Submit",
            "two-factor-challenge-label", "One-time code",
            "two-factor-codes-guides", "Continue with guides on account security");

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Product customerArea;
    private TestRealm realm;

    @BeforeAll
    void open() {
        customerArea = Product.called("Customer area", SETTINGS, TEXTS);
        realm = customerArea.realm();
    }

    @AfterAll
    void close() {
        customerArea.close();
    }

    @Test
    @Cites({"S-45", "S-46", "S-47", "S-48", "S-49", "S-51", "S-52", "S-53", "S-54", "S-55", "S-56", "S-57", "S-58"})
    void enableAndConfirmThatItIsWorking() {
        realm.user("otto");
        PageReader person = customerArea.inTheAccount(chromium, "otto");

        opensSecuritySettings(person);
        AuthenticatorApp phone = enables(person);
        List<String> codes = savesTheCodes(person);
        confirmsThatItIsWorking(person, phone);

        assertThat(customerArea.passwordIsEnough("otto")).isFalse();
        iHaveLostAccessToMyApp(person, codes);
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void opensSecuritySettings(PageReader person) {
        person.arrivesAt("Security settings")
                .press("Click here to enable")
                .reads(
                        "You need an authenticator app and a safe place for your recovery codes, such as a password"
                                + " manager or a printed copy.",
                        "Any TOTP-compatible app works, for example Google Authenticator, Microsoft Authenticator,"
                                + " Authy.");
    }

    private AuthenticatorApp enables(PageReader person) {
        choosesTheMethod(person);
        AuthenticatorApp notWorking = customerArea.scan(chromium, person, "customer-area");
        person.page().reload();
        choosesTheMethod(person);
        AuthenticatorApp phone = customerArea.scan(chromium, person, "customer-area-again");
        assertThat(phone.key()).isNotEqualTo(notWorking.key());

        person.type("6-digit authentication code", customerArea.shownBy(notWorking))
                .press("Submit")
                .reads("That code belongs to an earlier QR code")
                .type(
                        "6-digit authentication code",
                        phone.wrong(customerArea.clock().now()))
                .press("Submit")
                .reads("Wait for the next code your app generates and enter it. If it keeps failing, set your phone's"
                        + " date and time to automatic.")
                .type("6-digit authentication code", customerArea.shownBy(phone))
                .press("Submit");
        return phone;
    }

    private static void choosesTheMethod(PageReader person) {
        person.press("Click here to enable").reads("Time Based Tokens").press("Get started");
    }

    private static List<String> savesTheCodes(PageReader person) {
        person.reads("Each code signs you in once if you lose your authenticator app."
                + " Store them in a password manager or print them.");
        List<String> codes = person.page().locator("#two-factor-codes li").allInnerTexts();
        assertThat(person.page().getByText("Continue with guides on account security"))
                .hasAttribute("href", "https://customers.example/guides");
        person.tick("I have saved these codes somewhere safe").press("Continue").reads("Enabled");
        return codes;
    }

    private void confirmsThatItIsWorking(PageReader person, AuthenticatorApp phone) {
        person.press("Sign out and test it now")
                .signIn("otto", TestRealm.PASSWORD)
                .arrivesAt("Two-factor verification");
        assertThat(person.page().getByRole(AriaRole.CHECKBOX)).hasCount(0);
        person.type("One-time code", customerArea.nextShownBy(phone))
                .press("Verify and sign in")
                .arrivesAt("Two-factor authentication")
                .reads("Enabled");
    }

    private void iHaveLostAccessToMyApp(PageReader person, List<String> codes) {
        customerArea
                .laterAtApplication(person, "otto")
                .press("Lost your phone? Use a recovery code")
                .type("Recovery code", codes.get(1))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code")
                .press("Continue")
                .arrivesAt("Signed in");
    }
}
