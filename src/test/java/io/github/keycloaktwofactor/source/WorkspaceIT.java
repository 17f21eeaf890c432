package io.github.keycloaktwofactor.source;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.enrolment.CardOwner;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Source 003, "Set up two-factor authentication", which is the product itself: the standard settings and the standard
 * texts. What {@link #SETTINGS} names is the standard written out, but for the order of the apps; the one text that is
 * reworded is the account console's.
 */
@Tag("browser")
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkspaceIT {

    static final Map<String, String> SETTINGS = Map.of(
            "recommendedApps", "Google Authenticator##Authy##1Password##Microsoft Authenticator",
            "recoveryCodeCount", "8",
            "recoveryCodeGroups", "2",
            "trustedDevices", "OFF",
            "disableConfirmation", "PASSWORD",
            "disableWhenRequired", "REENROL");

    static final Map<String, String> TEXTS = Map.of("setUpNew", "Set up two-factor");

    private static final String CODE_FORMAT = "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}";
    private static final String SAVED = "I have saved these codes somewhere safe";
    private static final String REQUIRED =
            "Two-factor authentication is required by your organisation. Set it up to continue.";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Product workspace;
    private TestRealm realm;

    @BeforeAll
    void open() {
        workspace = Product.called("Workspace", SETTINGS, TEXTS);
        realm = workspace.realm();
        List.of("Administrator", "IT administrator", "super-administrator").forEach(realm::realmRole);
    }

    @BeforeEach
    void nothingIsRequired() {
        workspace.alsoSets(Map.of());
    }

    @AfterAll
    void close() {
        workspace.close();
    }

    @Test
    @Cites({
        "S-59", "S-60", "S-61", "S-62", "S-63", "S-64", "S-65", "S-66", "S-67", "S-68", "S-69", "S-70", "S-71", "S-72",
        "S-73", "S-74", "S-75", "S-77", "S-78", "S-79", "S-80", "S-81", "S-82", "S-85", "S-86", "S-106", "S-107",
        "S-108"
    })
    void enableTwoFactorAndSaveYourRecoveryCodes() {
        TestUser olive = realm.user("olive");
        PageReader person = workspace.inTheAccount(chromium, "olive");

        notConfigured(person);
        AuthenticatorApp discarded = pendingConfirmation(person);
        thePendingSecretIsDiscarded(person, discarded);
        assertThat(olive.credentials("otp")).isEmpty();
        AuthenticatorApp phone = steps(person);
        List<String> codes = recoveryCodesShownOnce(person);
        enabled(person, codes);

        assertThat(olive.credentials("otp")).hasSize(1);
        assertThat(olive.credentials("two-factor-recovery-codes")).hasSize(1);
        assertThat(realm.awaitEvent("UPDATE_CREDENTIAL", event -> olive.id().equals(event.userId()))
                        .detail("two_factor_change"))
                .isEqualTo("enabled");
        assertThat(realm.browser()
                        .signIn("olive", TestRealm.PASSWORD)
                        .press("verify", Map.of("code", workspace.nextShownBy(phone)))
                        .signedIn())
                .isTrue();
        assertThat(chromium.complaints()).isEmpty();
    }

    private void notConfigured(PageReader person) {
        person.arrivesAt("Signing in")
                .press("Set up two-factor")
                .arrivesAt("Two-factor authentication")
                .reads(
                        "Authenticator app (TOTP)",
                        "Two-factor authentication adds a second sign-in step: a 6-digit code from an authenticator app"
                                + " on your phone. Even if your password leaks, an attacker still needs that code. It"
                                + " takes about two minutes.",
                        "Any TOTP-compatible app works, for example Google Authenticator, Authy, 1Password, Microsoft"
                                + " Authenticator.");
        hasBadge(person, "Not configured", Colour.SLATE);
    }

    private AuthenticatorApp pendingConfirmation(PageReader person) {
        person.press("Enable two-factor").reads("Step 1", "Step 2");
        hasBadge(person, "Pending confirmation", Colour.AMBER);
        assertThat(person.button("Copy")).isVisible();
        assertThat(person.field("6-digit code")).isVisible();
        assertThat(realm.browser().signIn("olive", TestRealm.PASSWORD).signedIn())
                .as("a pending enrolment does not block password sign-in")
                .isTrue();
        return workspace.scan(chromium, person, "workspace-pending");
    }

    private void thePendingSecretIsDiscarded(PageReader person, AuthenticatorApp discarded) {
        person.page().reload();
        hasBadge(person, "Not configured", Colour.SLATE);

        person.press("Enable two-factor");
        AuthenticatorApp second = person.scans();
        assertThat(second.key()).isNotEqualTo(discarded.key());
        new PageReader(chromium.tab(person.page()))
                .open(realm.url("/two-factor"))
                .arrivesAt("Two-factor authentication")
                .page()
                .close();
        person.type("6-digit code", workspace.shownBy(second))
                .press("Confirm and enable")
                .reads("No pending enrollment. Click \"Enable\" to start over");
        hasBadge(person, "Not configured", Colour.SLATE);
    }

    private AuthenticatorApp steps(PageReader person) {
        person.press("Enable two-factor");
        AuthenticatorApp phone = workspace.scan(chromium, person, "workspace-steps");
        assertThat(phone.issuer()).isEqualTo("Workspace");
        person.press("Copy").reads("Copied");
        assertThat(AuthenticatorApp.ofSecret(person.clipboard()).key())
                .as("the secret and the QR code produce the same account")
                .isEqualTo(phone.key());

        String stale = phone.code(workspace.clock().now(), -4);
        person.type("6-digit code", stale)
                .press("Confirm and enable")
                .reads(
                        "That code did not match",
                        "Wait for the next code your app generates and enter it. If it keeps failing, set your phone's"
                                + " date and time to automatic.");
        hasBadge(person, "Pending confirmation", Colour.AMBER);
        person.type("6-digit code", workspace.nextShownBy(phone)).press("Confirm and enable");
        return phone;
    }

    private List<String> recoveryCodesShownOnce(PageReader person) {
        person.reads(
                "Two-factor authentication is now active. Save your recovery codes — they're shown once.",
                "Save these recovery codes — shown ONCE",
                "Each code signs you in once if you lose your authenticator app. Store them in a password manager or"
                        + " print them.");
        assertThat(Colour.of(person.page().locator(".two-factor-notice"))).isEqualTo(Colour.EMERALD);
        List<String> codes = amberPanel(person);
        assertThat(person.button("Print")).isVisible();
        person.press("Copy all codes").reads("8 codes copied");
        assertThat(person.clipboard()).isEqualTo(String.join("\n", codes));

        person.page().reload();
        person.reads("Your recovery codes were shown once and cannot be shown again.");
        person.doesNotRead(codes.toArray(String[]::new));
        person.tick("I have saved my recovery codes somewhere safe").press("Continue");
        return codes;
    }

    private static List<String> amberPanel(PageReader person) {
        Locator panel = person.page().locator(".two-factor-panel");
        assertThat(Colour.of(panel)).isEqualTo(Colour.AMBER);
        List<String> codes = panel.locator("li").allInnerTexts();
        assertThat(codes).hasSize(8).doesNotHaveDuplicates().allMatch(code -> code.matches(CODE_FORMAT));
        return codes;
    }

    private void enabled(PageReader person, List<String> codes) {
        hasBadge(person, "Enabled", Colour.EMERALD);
        LocalDate today = LocalDate.ofInstant(workspace.clock().now(), ZoneId.systemDefault());
        person.reads("Confirmed on "
                + today.format(
                        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.US)));
        person.doesNotRead(codes.toArray(String[]::new));
        assertThat(person.button("Regenerate recovery codes")).isVisible();
        assertThat(person.page().locator("#two-factor-disable > summary")).hasText("Disable two-factor");
        assertThat(person.field("Current password")).isHidden();
        person.press("Back to account").arrivesAt("Signing in");
    }

    @Test
    @Cites({"S-76", "S-107"})
    void roughlyAMinuteOfDriftIsTolerated() {
        CardOwner drew = CardOwner.enrolled(realm, "drew");
        // The first code has confirmed the set-up, and only later ones count.
        workspace.clock().advance(Duration.ofMinutes(5));

        assertThat(drew.signsIn(drifted(drew, -2))).as("two before").isFalse();
        assertThat(drew.signsIn(drifted(drew, -1))).as("the one before").isTrue();
        workspace.clock().advance(Duration.ofMinutes(5));
        assertThat(drew.signsIn(drifted(drew, 2))).as("two after").isFalse();
        assertThat(drew.signsIn(drifted(drew, 1))).as("the one after").isTrue();
        workspace.clock().advance(Duration.ofMinutes(5));
        assertThat(drew.signsIn(drifted(drew, 0))).as("the current one").isTrue();
    }

    private String drifted(CardOwner owner, int steps) {
        return owner.app().code(workspace.clock().awaitStepStart(30), steps);
    }

    @Test
    @Cites({"S-83", "S-84", "S-88", "S-89", "S-90", "S-91", "S-92", "S-93", "S-109"})
    void signInWithTwoFactor() {
        CardOwner sam = CardOwner.enrolled(realm, "sam");
        PageReader person = workspace.atApplication(chromium, "sam");

        person.arrivesAt("Two-factor verification")
                .reads("Password accepted. Enter your code to continue.")
                .press("Sign in as a different user");
        assertThat(person.field("Username or email")).isVisible();
        person.doesNotRead("sam");

        person.signIn("sam", TestRealm.PASSWORD)
                .type("Authenticator code", sam.code())
                .press("Verify and sign in");
        chromium.awaitSignedIn(person.page());

        String code = sam.codes().get(6);
        withoutAPhone(person, code)
                .arrivesAt("You signed in with a recovery code")
                .reads("That code is now used up. You have 7 recovery codes left.")
                .press("Continue")
                .arrivesAt("Signed in");
        withoutAPhone(person, code)
                .reads("That recovery code has already been used. Enter another one from your list.");

        for (int place : List.of(3, 0, 5)) {
            assertThat(recovers(sam, sam.codes().get(place)).recovered()).isTrue();
        }
        assertThat(recovers(sam, sam.codes().get(1)).page().text())
                .contains("You're running low on recovery codes: 3 left. Generate a new set and save it.")
                .contains("Regenerate recovery codes");
        assertThat(sam.askedForACode()).as("every sign-in").isTrue();
    }

    private PageReader withoutAPhone(PageReader person, String code) {
        return workspace
                .laterAtApplication(person, "sam")
                .press("Lost your phone? Use a recovery code")
                .type("Recovery code", code)
                .press("Use recovery code");
    }

    private BrowserSession recovers(CardOwner owner, String code) {
        return realm.browser()
                .signIn(owner.user().name(), TestRealm.PASSWORD)
                .press("recovery")
                .press("verify", Map.of("code", code));
    }

    @Test
    @Cites({"S-79", "S-85", "S-87", "S-94", "S-95", "S-96", "S-110"})
    void regenerateRecoveryCodes() {
        CardOwner rita = CardOwner.enrolled(realm, "rita");
        for (int place = 0; place < 5; place++) {
            recovers(rita, rita.codes().get(place));
        }
        PageReader person = workspace
                .atTwoFactor(chromium, "rita")
                .type("Authenticator code", rita.code())
                .press("Verify and sign in");
        hasBadge(person, "Enabled", Colour.EMERALD);

        person.reads("3 of 8 recovery codes left")
                .press("Regenerate recovery codes")
                .reads("Generate new recovery codes? Old codes will stop working immediately.")
                .press("Generate new codes")
                .reads("Save these recovery codes — shown ONCE");
        List<String> fresh = amberPanel(person);
        assertThat(recovers(rita, rita.codes().get(7)).page().text())
                .as("before the new ones are said to be saved")
                .contains("That recovery code did not match");
        person.tick(SAVED).press("Continue").reads("8 of 8 recovery codes left");
        person.doesNotRead(fresh.toArray(String[]::new));
        assertThat(recovers(rita, fresh.get(4)).recovered()).isTrue();

        BrowserSession without = notYet("nick");
        String address = without.action("enable");
        assertThat(without.page().offers("regenerate")).isFalse();
        without.post(address, List.of(Map.entry("do", "regenerate")));
        assertThat(realm.find("nick").credentials("two-factor-recovery-codes")).isEmpty();
    }

    private BrowserSession notYet(String name) {
        realm.user(name);
        return realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(name, TestRealm.PASSWORD);
    }

    @Test
    @Cites({"S-97", "S-98", "S-99", "S-111"})
    void disableTwoFactor() {
        CardOwner dora = CardOwner.enrolled(realm, "dora");
        PageReader person = workspace
                .atTwoFactor(chromium, "dora")
                .type("Authenticator code", dora.code())
                .press("Verify and sign in")
                .arrivesAt("Two-factor authentication");

        Locator section = person.page().locator("#two-factor-disable");
        assertThat(Colour.of(section)).isEqualTo(Colour.ROSE);
        section.locator("summary").click();
        person.reads("Turning this off removes the second sign-in step and makes your account easier to compromise."
                + " We strongly recommend leaving it on.");
        givesPassword(person, "not my password").reads("Password did not match. Two-factor remains enabled.");
        assertThat(dora.authenticators()).isEqualTo(1);

        givesPassword(person, TestRealm.PASSWORD)
                .reads("Two-factor authentication is now off. Your account is protected by your password only.");
        hasBadge(person, "Not configured", Colour.SLATE);
        assertThat(dora.authenticators()).isZero();
        assertThat(dora.askedForACode()).isFalse();
    }

    private static PageReader givesPassword(PageReader person, String password) {
        person.page().getByLabel("Current password").fill(password);
        return person.press("Disable two-factor");
    }

    @Test
    @Cites({"S-100", "S-102", "S-104", "S-105", "S-112"})
    void whenYourOrganisationRequiresTwoFactor() {
        realm.user("emma");
        PageReader person = workspace.atApplication(chromium, "emma").arrivesAt("Signed in");
        workspace.alsoSets(Map.of("requireEveryone", "true"));
        everyPageLeadsToTheSetUp(person);
        person.press("Sign out");
        assertThat(person.field("Username or email")).isVisible();

        person.signIn("emma", TestRealm.PASSWORD).reads(REQUIRED);
        sets(person);
        chromium.awaitSignedIn(person.page());

        person.open(realm.url("/two-factor")).reads("Enabled");
        person.page().locator("#two-factor-disable > summary").click();
        person.reads("Your organisation requires two-factor authentication. If you disable it, you must set it up again"
                + " before you can continue.");
        givesPassword(person, TestRealm.PASSWORD).reads(REQUIRED);
        everyPageLeadsToTheSetUp(person);
        person.press("Sign out").signIn("emma", TestRealm.PASSWORD).reads(REQUIRED);
        AuthenticatorApp phone = sets(person);
        chromium.awaitSignedIn(person.page());

        workspace
                .laterAtApplication(person, "emma")
                .type("Authenticator code", workspace.nextShownBy(phone))
                .press("Verify and sign in")
                .arrivesAt("Signed in");
    }

    private void everyPageLeadsToTheSetUp(PageReader person) {
        for (String address : List.of(realm.url("/account/"), realm.url("/two-factor"), workspace.application())) {
            person.open(address).arrivesAt("Two-factor authentication").reads(REQUIRED);
        }
    }

    private AuthenticatorApp sets(PageReader person) {
        AuthenticatorApp phone = person.scans();
        person.type("6-digit code", workspace.shownBy(phone))
                .press("Confirm and enable")
                .tick(SAVED)
                .press("Continue");
        return phone;
    }

    @Test
    @Cites({"S-103"})
    void requireMfaForAdmins() {
        workspace.alsoSets(
                Map.of("requireAdmins", "true", "adminRoles", "Administrator##IT administrator##super-administrator"));
        realm.user("member");
        realm.user("boss", "Administrator");
        realm.user("technician", "IT administrator");
        realm.user("root", "super-administrator");

        assertThat(realm.browser().signIn("member", TestRealm.PASSWORD).signedIn())
                .isTrue();
        for (String admin : List.of("boss", "technician", "root")) {
            assertThat(realm.browser().signIn(admin, TestRealm.PASSWORD).page().text())
                    .contains(REQUIRED);
        }
    }

    private static void hasBadge(PageReader person, String text, Colour colour) {
        Locator badge = person.page().locator(".two-factor-card-header .two-factor-badge");
        assertThat(badge.locator("span").last()).hasText(text);
        assertThat(Colour.of(badge)).isEqualTo(colour);
    }
}
