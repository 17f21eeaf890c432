package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The five people of the demo, from the account console through everything and back, by what is written on the pages. */
@Tag("browser")
@Tag("pictures")
final class DemoJourneysIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String SAVED = "I have saved these codes somewhere safe";
    private static DemoRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void importDemo() {
        realm = DemoRealm.on(SERVER);
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource({"ada, Ada Adams, light", "carl, Carl Carter, dark", "grace, Grace Green, light"})
    void whoMustIsLedThroughTheSetUpAndSignsInWithEitherFactor(String name, String fullName, String colours)
            throws IOException {
        Page page = page(colours);
        PageReader person = new PageReader(page);

        person.open(realm.account()).signIn(name, DemoRealm.PASSWORD);
        AuthenticatorApp app = scansTheCode(person, name);
        confirms(person, app);
        List<String> codes = savesTheCodes(person, name);
        inTheConsole(person);
        findsBothFactorsInTheConsole(person, name);

        signsOut(person, fullName);
        signsInWithACode(person, name, app);
        signsOut(person, fullName);
        signsInWithARecoveryCode(person, name, codes);
        signsOut(person, fullName);
        turnsIntoSomebodyElse(person, name);

        assertThat(chromium.complaints()).isEmpty();
    }

    private Page page(String colours) {
        ChromiumOptions standard = ChromiumOptions.standard();
        Page page = chromium.page(colours.equals("dark") ? standard.dark() : standard);
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        return page;
    }

    private AuthenticatorApp scansTheCode(PageReader person, String name) {
        person.arrivesAt("Two-factor authentication")
                .reads(
                        "Two-factor authentication is required by your organisation. Set it up to continue.",
                        "Step 1 of 3: get an app",
                        "Step 2 of 3: add Acme Demo",
                        "Step 3 of 3: type the code");
        assertThat(person.button("Sign out")).isVisible();
        assertThat(person.page().getByRole(AriaRole.IMG)).isVisible();

        String scanned = QrScanner.scan(chromium.shot(person.page(), "journeys/" + name + "-setup"));
        AuthenticatorApp app = AuthenticatorApp.ofUri(scanned);
        String key = app.parameters().get("secret");
        assertThat(scanned).isEqualTo(person.link("Set up on this device").getAttribute("href"));
        assertThat(app.issuer()).isEqualTo("Acme Demo");
        assertThat(app.account()).isEqualTo(name);
        person.reads(key.replaceAll("(.{4})(?!$)", "$1 "));

        person.press("Copy").reads("Copied");
        assertThat(clipboard(person)).isEqualTo(key);
        return app;
    }

    private void confirms(PageReader person, AuthenticatorApp app) {
        person.type("6-digit code", app.wrong(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads(
                        "That code did not match",
                        "Wait for the next code your app generates and enter it. If it keeps failing, set your phone's"
                                + " date and time to automatic.");
        assertThat(person.page()).hasTitle("Error: Two-factor authentication – Acme Demo");
        assertThat(person.scans().key()).as("a wrong code keeps the key").isEqualTo(app.key());

        person.type("6-digit code", app.code(SERVER.clock().now())).press("Confirm and enable");
    }

    private List<String> savesTheCodes(PageReader person, String name) throws IOException {
        Page page = person.page();
        person.arrivesAt("Recovery codes")
                .reads(
                        "Two-factor authentication is now active. Save your recovery codes — they're shown once.",
                        "Save these recovery codes — shown ONCE");
        List<String> codes = page.getByRole(
                        AriaRole.LIST, new Page.GetByRoleOptions().setName("Recovery codes, 8 codes"))
                .getByRole(AriaRole.LISTITEM)
                .allInnerTexts();
        assertThat(codes).hasSize(8).doesNotHaveDuplicates().allMatch(code -> code.matches("[0-9A-Z]{4}-[0-9A-Z]{4}"));

        person.press("Copy all codes").reads("8 codes copied");
        assertThat(clipboard(person)).isEqualTo(String.join("\n", codes));

        Download download =
                page.waitForDownload(() -> person.link("Download (.txt)").click());
        assertThat(download.suggestedFilename()).isEqualTo("Acme-Demo-recovery-codes.txt");
        assertThat(Files.readString(download.path()))
                .contains("Acme Demo recovery codes", "Account: " + name, " UTC")
                .contains(codes)
                .contains("Each code signs you in once if you don't have your authenticator app.");

        page.evaluate("() => { window.print = () => { window.printed = true } }");
        person.press("Print");
        assertThat(page.evaluate("() => window.printed")).isEqualTo(true);

        person.press("Continue to Account Console")
                .reads("Confirm that you have saved your recovery codes before you continue.");
        assertThat(person.box(SAVED)).not().isChecked();
        person.reads(codes.toArray(String[]::new)).tick(SAVED).press("Continue to Account Console");
        return codes;
    }

    private void findsBothFactorsInTheConsole(PageReader person, String name) {
        person.open(realm.account() + "account-security/signing-in")
                .arrivesAt("Signing in")
                .reads("Authenticator application", "Recovery codes");
        chromium.shot(person.page(), "journeys/" + name + "-signing-in");
        person.open(realm.account());
        inTheConsole(person);
    }

    private void signsInWithACode(PageReader person, String name, AuthenticatorApp app) {
        SERVER.clock().advance(Duration.ofSeconds(30));
        person.signIn(name, DemoRealm.PASSWORD)
                .arrivesAt("Two-factor verification")
                .reads(
                        "Password accepted. Enter your code to continue.",
                        "6-digit code from your app for Acme Demo (" + name + ")");
        person.type("Authenticator code", app.wrong(SERVER.clock().now()))
                .press("Verify and sign in")
                .reads("That code did not match");
        person.type("Authenticator code", app.code(SERVER.clock().now())).press("Verify and sign in");
        inTheConsole(person);
    }

    private void signsInWithARecoveryCode(PageReader person, String name, List<String> codes) {
        String code = codes.get(3);
        person.signIn(name, DemoRealm.PASSWORD)
                .press("Lost your phone? Use a recovery code")
                .arrivesAt("Use a recovery code")
                .reads(
                        "Enter one of your saved recovery codes. Each code works once.",
                        "Looks like XXXX-XXXX. You can use any code from your list.");
        person.press("Use my authenticator app instead")
                .arrivesAt("Two-factor verification")
                .press("Lost your phone? Use a recovery code");
        person.type("Recovery code", "ZZZZ-ZZZ0")
                .press("Use recovery code")
                .reads("That recovery code did not match", "Check it against your newest list.");
        assertThat(person.field("Recovery code")).hasValue("ZZZZ-ZZZ0");
        person.type("Recovery code", code.toLowerCase(Locale.ROOT).replace("-", " "))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code")
                .reads("That code is now used up. You have 7 recovery codes left.")
                .press("Not now, continue to Account Console");
        inTheConsole(person);
    }

    private static void turnsIntoSomebodyElse(PageReader person, String name) {
        person.signIn(name, DemoRealm.PASSWORD)
                .arrivesAt("Two-factor verification")
                .press("Sign in as a different user");
        assertThat(person.field("Username or email")).isVisible();
        person.doesNotRead(name);
        person.signIn("nora", DemoRealm.PASSWORD);
        inTheConsole(person);
        assertThat(toggle(person, "Nora Nelson")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({"nora, Nora Nelson", "erin, Erin Evans"})
    void whomNothingNamesIsNeverAsked(String name, String fullName) {
        PageReader person = new PageReader(chromium.page());

        person.open(realm.account()).signIn(name, DemoRealm.PASSWORD);
        inTheConsole(person);
        signsOut(person, fullName);
        person.signIn(name, DemoRealm.PASSWORD);
        inTheConsole(person);

        assertThat(toggle(person, fullName)).isVisible();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void anOlderTabSaysThatItsSetUpIsGoneAndOffersAFreshStart() {
        String name = "ada-of-two-tabs";
        realm.addAdmin(name);
        PageReader older = new PageReader(chromium.page());
        older.open(realm.account()).signIn(name, DemoRealm.PASSWORD);
        AuthenticatorApp app = older.scans();
        new PageReader(chromium.page())
                .open(realm.account())
                .signIn(name, DemoRealm.PASSWORD)
                .arrivesAt("Two-factor authentication");

        older.type("6-digit code", app.code(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("This QR code is no longer valid")
                .press("Show a new QR code")
                .reads("Step 3 of 3: type the code");

        older.press("Sign out");
        assertThat(older.field("Username or email")).isVisible();
    }

    private static void inTheConsole(PageReader person) {
        person.arrivesAt("Personal info");
        assertThat(person.page().url()).startsWith(realm.account());
    }

    private static void signsOut(PageReader person, String fullName) {
        toggle(person, fullName).click();
        person.page()
                .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(person.field("Username or email")).isVisible();
    }

    private static Locator toggle(PageReader person, String fullName) {
        return person.button(fullName);
    }

    private static String clipboard(PageReader person) {
        return (String) person.page().evaluate("() => navigator.clipboard.readText()");
    }
}
