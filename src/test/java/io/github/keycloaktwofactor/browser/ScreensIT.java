package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.net.HttpCookie;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A picture of every page in every state, kept in {@code target/screenshots}: light and dark, wide and narrow. None
 * scrolls sideways, complains to the console or loads anything from elsewhere.
 */
@Tag("browser")
@Tag("pictures")
final class ScreensIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Map<String, String> SETTINGS = Map.of(
            "requiredRoles", "staff",
            "maxConsecutiveFailures", "10",
            "supportText", "Call the service desk, 555-0100.",
            "supportUrl", "https://help.acme.example/");
    private static final String UNKNOWN_CODE = "ZZZZ-ZZZ0";
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm = acme();
    }

    private static TestRealm acme() {
        TestRealm acme = SERVER.realm();
        acme.update(Map.of("displayName", "Acme")).realmRole("staff").switchOn(SETTINGS);
        return acme;
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theSetUp(String theme) {
        Sitting sitting = sitting(theme, "alice", "staff");
        PageReader person = sitting.person();
        sitting.camera().lookTwice("enrolment");
        sitting.camera().forReadme("readme-enrolment", "[value=confirm]");

        var app = person.scans();
        person.type("6-digit code", app.wrong(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("That code did not match");
        sitting.camera().look("enrolment-wrong-code");
        person.type("6-digit code", "12345").press("Confirm and enable").reads("Enter the 6 digits your app shows.");
        sitting.camera().look("enrolment-malformed");

        person.page().navigate(person.page().url());
        person.reads("This is a new QR code. Two entries for Acme in your app? Use the newest and delete the other.");
        sitting.camera().look("enrolment-fresh");
        person.type("6-digit code", app.code(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("That code belongs to an earlier QR code");
        sitting.camera().glance("enrolment-earlier-code");

        var stale = person.scans();
        realm.browser().signIn(sitting.name(), TestRealm.PASSWORD);
        person.type("6-digit code", stale.code(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("This QR code is no longer valid");
        sitting.camera().look("enrolment-gone");

        person.press("Show a new QR code");
        person.type("6-digit code", person.scans().code(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("Save these recovery codes — shown ONCE");
        sitting.camera().lookTwice("recovery-codes");
        sitting.camera().print("recovery-codes");
        person.press("Continue").reads("Confirm that you have saved your recovery codes before you continue.");
        sitting.camera().look("recovery-codes-not-saved");

        person.page().reload();
        person.reads("Your recovery codes were shown once and cannot be shown again.");
        sitting.camera().look("recovery-codes-hidden");
        person.tick("I have saved my recovery codes somewhere safe").press("Continue");
        sitting.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theChallenge(String theme) {
        realm.loginTheme(theme);
        Enrolled bob = Enrolled.saving(realm, name("bob", theme), "staff");
        Sitting sitting = sitting(theme, bob);
        PageReader person = sitting.person();
        sitting.camera().lookTwice("challenge");

        verify(person, bob.firstCode())
                .reads("That code has already been used, or a newer one has. Wait for the next code.");
        sitting.camera().look("challenge-used-code");
        verify(person, "").reads("Enter the 6-digit code from your app.");
        sitting.camera().look("challenge-empty");
        String wrong = bob.app().wrong(SERVER.clock().now());
        verify(person, wrong).reads("That code did not match");
        sitting.camera().look("challenge-wrong-code");
        verify(person, wrong);
        verify(person, wrong).reads("2 tries left before you have to wait.");
        sitting.camera().look("challenge-tries-left");
        verify(person, wrong);
        verify(person, wrong).reads("You can still use a recovery code.");
        sitting.camera().look("challenge-wait");

        person.press("Lost your phone? Use a recovery code").arrivesAt("Use a recovery code");
        sitting.camera().look("recovery");
        person.type("Recovery code", UNKNOWN_CODE).press("Use recovery code").reads("That recovery code did not match");
        sitting.camera().look("recovery-wrong-code");
        person.type("Recovery code", bob.codes().get(0))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code");
        sitting.camera().look("after-recovery");
        person.press("Continue");
        sitting.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theChallengeWithItsFactorsSwitchedOff(String theme) {
        realm.loginTheme(theme);
        Enrolled carol = Enrolled.saving(realm, name("carol", theme), "staff");
        carol.fails(realm, "authenticator", carol.app().wrong(SERVER.clock().now()));
        Sitting sitting = sitting(theme, carol);
        PageReader person = sitting.person();
        person.reads("This way of signing in is blocked after too many incorrect codes."
                + " Use a recovery code, or contact support.");
        sitting.camera().look("challenge-off");

        carol.fails(realm, "recovery", UNKNOWN_CODE);
        person.press("Lost your phone? Use a recovery code")
                .reads("Codes are blocked here after too many incorrect ones. Contact support if this does not help:");
        sitting.camera().look("challenge-both-off");
        sitting.isClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theChallengeWithNoRecoveryCodeLeft(String theme) {
        realm.loginTheme(theme);
        configure(Map.of("recoveryCodeCount", "1"));
        Enrolled dave = Enrolled.saving(realm, name("dave", theme), "staff");
        configure(Map.of());
        realm.browser()
                .signIn(dave.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", dave.codes().get(0)));

        Sitting sitting = sitting(theme, dave);
        sitting.person().press("Lost your phone? Use a recovery code").reads("You have no recovery codes left.");
        sitting.camera().look("recovery-none-left");
        sitting.person().press("Use my authenticator app instead").arrivesAt("Two-factor verification");
        sitting.isClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void recoveryCodesAfterwards(String theme) {
        realm.loginTheme(theme);
        Enrolled erin = Enrolled.withoutSaving(realm, name("erin", theme), "staff");
        SERVER.clock().advance(Duration.ofSeconds(30));
        Sitting sitting = sitting(theme, erin);
        PageReader person = sitting.person();
        verify(person, erin.app().code(SERVER.clock().now()))
                .reads("You haven't confirmed that you saved your recovery codes. Generate a new set if you don't have"
                        + " them.");
        sitting.camera().look("recovery-codes-offer");
        person.press("Generate new codes").reads("New recovery codes are ready. Your old codes no longer work.");
        sitting.camera().look("recovery-codes-regenerated");
        person.tick("I have saved these codes somewhere safe").press("Continue");
        chromium.awaitSignedIn(person.page());

        person.open(realm.authUrl("app", Map.of("kc_action", "two-factor-recovery-codes")))
                .arrivesAt("Regenerate recovery codes")
                .reads("Generate new recovery codes? Old codes will stop working immediately.");
        sitting.camera().look("recovery-codes-regenerate");
        TestUser user = realm.find(erin.name());
        user.deleteCredential(
                user.credentials("two-factor-recovery-codes").get(0).id());
        person.open(realm.authUrl("app", Map.of("kc_action", "two-factor-recovery-codes")))
                .reads("You have no recovery codes. Without them, losing your phone means losing access.", "Cancel");
        sitting.camera().look("recovery-codes-first");
        user.requiredActions("two-factor-recovery-codes");
        person.open(realm.authUrl("app", Map.of()))
                .reads("You have no recovery codes. Without them, losing your phone means losing access.", "Sign out");
        sitting.camera().look("recovery-codes-demanded");
        user.update(Map.of("requiredActions", List.of()));
        person.open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")))
                .reads("Enabled");
        person.press("Back to application");
        sitting.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void recoveryCodesOfUsersWhoHaveNone(String theme) {
        realm.loginTheme(theme);
        String name = name("kim", theme);
        AuthenticatorApp app = realm.user(name, "staff").importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        configure(Map.of("missingRecoveryCodes", "OFFER"));
        Sitting sitting = open(theme, name, Map.of());
        PageReader person = sitting.person();
        verify(person, app.code(SERVER.clock().now()))
                .reads("You have no recovery codes. Without them, losing your phone means losing access.");
        sitting.camera().look("recovery-codes-missing");
        configure(Map.of("missingRecoveryCodes", "DEMAND"));
        person.page().reload();
        person.reads("You have no recovery codes. Without them, losing your phone means losing access.");
        sitting.camera().look("recovery-codes-missing-demanded");
        person.press("Create recovery codes").reads("Your recovery codes are ready. Save them — they're shown once.");
        configure(Map.of());
        person.tick("I have saved these codes somewhere safe").press("Continue");
        sitting.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theSetUpOfOnesOwnAccord(String theme) {
        realm.loginTheme(theme);
        String name = name("frank", theme);
        realm.user(name);
        Sitting sitting = open(theme, name, Map.of("kc_action", "two-factor-setup"));
        sitting.person().arrivesAt("Two-factor authentication").reads("Not configured");
        sitting.camera().look("card-not-configured");
        sitting.person().press("Enable two-factor").reads("Pending confirmation");
        sitting.camera().look("card-pending");
        sitting.person().press("Cancel");
        sitting.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theSetUpThatWasOpenTooLong(String theme) {
        Sitting sitting = sitting(theme, "lena", "staff");
        PageReader person = sitting.person();
        var app = person.scans();
        SERVER.clock().advance(Duration.ofSeconds(602));
        person.type("6-digit code", app.code(SERVER.clock().now()))
                .press("Confirm and enable")
                .arrivesAt("This page was open too long")
                .reads(
                        "The set-up has ended, and two-factor is not on yet. If your app has an entry for Acme, delete it."
                                + " Sign in again for a new QR code.");
        sitting.camera().glance("notice-ended");
        person.link("Sign in again").click();
        assertThat(person.field("Username or email")).isVisible();
        sitting.isClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theChoiceOfAMethod(String theme) {
        configure(Map.of("methodStep", "ALWAYS"));
        Sitting sitting = sitting(theme, "judy", "staff");
        configure(Map.of());
        sitting.person().arrivesAt("Choose a method");
        sitting.camera().look("method");
        sitting.person().press("Get started").reads("Step 3 of 3: type the code");
        sitting.isClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theNotices(String theme) {
        realm.loginTheme(theme);
        String name = name("grace", theme);
        var grace = realm.user(name);
        Sitting sitting = open(theme, name, Map.of());
        chromium.awaitSignedIn(sitting.person().page());
        grace.grant("staff");
        SERVER.clock().advance(Duration.ofSeconds(301));
        sitting.person()
                .open(realm.authUrl("app", Map.of()))
                .arrivesAt("Confirm it's you")
                .reads("For your security, confirm it's you before changing this.");
        sitting.camera().look("notice-sign-in-again");
        sitting.isClean();

        String changed = name("ida", theme);
        var ida = realm.user(changed, "staff");
        Sitting begun = open(theme, changed, Map.of());
        begun.person().arrivesAt("Two-factor authentication");
        ida.password("another");
        begun.person().page().navigate(begun.person().page().url());
        begun.person()
                .arrivesAt("Sign in again")
                .reads("Your password or how you sign in was changed after you started here,"
                        + " or you were signed out everywhere, so this sign-in has ended. Sign in again.");
        begun.camera().look("notice-begin-again");
        begun.isClean();

        String shut = name("ivan", theme);
        var ivan = realm.user(shut, "staff");
        Sitting closed = open(theme, shut, Map.of());
        closed.person().arrivesAt("Two-factor authentication");
        ivan.update(Map.of("enabled", false));
        closed.person().page().navigate(closed.person().page().url());
        closed.person()
                .arrivesAt("You were not signed in")
                .reads("Your account has been disabled, so this sign-in has ended. Contact your administrator.");
        closed.camera().look("notice-disabled");
        closed.isClean();

        String owner = name("heidi", theme);
        realm.user(owner, "staff").update(Map.of("credentials", List.of(securityKey())));
        // The realm's flow takes the key, and this application's flow does not.
        realm.flows().bindBrowserWithSecurityKey();
        realm.flows().bindPasswordOnly("app");
        try {
            Sitting other = open(theme, owner, Map.of());
            other.person().arrivesAt("Sign in with your passkey");
            other.camera().look("notice-passkey");
            other.person()
                    .press("Sign in again")
                    .signIn(name, TestRealm.PASSWORD)
                    .arrivesAt("Begun with another account");
            other.camera().look("notice-other-account");
            other.isClean();
        } finally {
            realm.flows().unbind("app");
            realm.flows().bindStockBrowser();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theNoticeForAnAdministratorWhoActsInSomebodysName(String theme) {
        realm.loginTheme(theme);
        var user = realm.user(name("kate", theme));
        Page page = chromium.page();
        Camera camera = camera(page, theme);
        page.context()
                .addCookies(user.rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                        .map(HttpCookie::parse)
                        .flatMap(List::stream)
                        .filter(cookie -> !cookie.getValue().isEmpty())
                        .map(cookie -> new Cookie(cookie.getName(), cookie.getValue()).setUrl(realm.url("/")))
                        .toList());
        user.requiredActions("CONFIGURE_TOTP");
        PageReader person = new PageReader(page)
                .open(realm.authUrl("app", Map.of()))
                .arrivesAt("You are impersonating this user")
                .reads("While you impersonate somebody you cannot set up or change how they sign in. Nothing was"
                        + " changed.");
        camera.look("notice-impersonated");
        person.press("Sign out").arrivesAt("Sign in to your account");
        assertThat(user.sessions()).isEmpty();
        clean(camera);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aLanguageThatIsWrittenFromTheRight(String theme) {
        try (TestRealm persian = acme()) {
            persian.languages("en", "fa").loginTheme(theme);
            persian.user("ivan", "staff");
            Page page = chromium.page(ChromiumOptions.standard().locale("fa"));
            Camera camera = camera(page, theme);
            PageReader person = new PageReader(page).open(persian.authUrl("app", Map.of()));
            chromium.signIn(page, "ivan", TestRealm.PASSWORD);

            person.arrivesAt("Two-factor authentication");
            assertThat(page.locator("html")).hasAttribute("dir", "rtl");
            assertThat(page.locator(".two-factor")).hasAttribute("lang", "en");
            assertThat(page.locator(".two-factor")).hasCSS("direction", "ltr");
            camera.glance("untranslated-enrolment");

            translate(persian);
            person.type("6-digit code", person.scans().wrong(SERVER.clock().now()))
                    .press("Confirm and enable");
            assertThat(page.locator(".two-factor")).hasAttribute("lang", "fa");
            assertThat(page.locator(".two-factor")).hasCSS("direction", "rtl");
            assertThat(page.locator("code").first()).hasCSS("direction", "ltr");
            camera.glance("from-the-right-enrolment");
            clean(camera);
        }
    }

    /** Texts of a realm's own, as an administrator writes them: Persian has no bundle of ours. */
    private static void translate(TestRealm realm) {
        realm.rest()
                .post(
                        "/localization/fa",
                        Map.of(
                                "two-factor-language", "fa",
                                "two-factor-setup-title", "احراز هویت دومرحله‌ای",
                                "two-factor-setup-required",
                                        "سازمان شما احراز هویت دومرحله‌ای را الزامی کرده است. برای ادامه آن را راه‌اندازی کنید.",
                                "two-factor-setup-card", "برنامهٔ احراز هویت",
                                "two-factor-setup-pending", "در انتظار تأیید",
                                "two-factor-setup-step1-text",
                                        "برنامهٔ احراز هویت را باز کنید و این کد QR را اسکن کنید.",
                                "two-factor-setup-step1-device", "راه‌اندازی روی این دستگاه",
                                "two-factor-setup-copy", "کپی",
                                "two-factor-error-code", "کد مطابقت نداشت",
                                "two-factor-setup-confirm", "تأیید و فعال‌سازی"));
    }

    private static Map<String, String> securityKey() {
        return Map.of(
                "type", "webauthn",
                "userLabel", "Key",
                "secretData", "{}",
                "credentialData",
                        "{\"aaguid\":\"00000000-0000-0000-0000-000000000000\",\"credentialId\":\"AAAA\",\"counter\":0,"
                                + "\"credentialPublicKey\":\"AAAA\",\"attestationStatementFormat\":\"none\"}");
    }

    /** One realm serves both themes; the documentation's pictures have the plain name. */
    private static String name(String name, String theme) {
        return theme.equals("keycloak.v2") ? name : name + "-" + theme;
    }

    private static PageReader verify(PageReader person, String code) {
        return person.type("Authenticator code", code).press("Verify and sign in");
    }

    private static void configure(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        assertThat(realm.configure(settings).ok()).isTrue();
    }

    private Sitting sitting(String theme, String name, String role) {
        realm.loginTheme(theme);
        String user = name(name, theme);
        realm.user(user, role);
        return open(theme, user, Map.of());
    }

    private Sitting sitting(String theme, Enrolled enrolled) {
        return open(theme, enrolled.name(), Map.of());
    }

    private Sitting open(String theme, String name, Map<String, String> more) {
        Page page = chromium.page();
        Camera camera = camera(page, theme);
        PageReader person = new PageReader(page).open(realm.authUrl("app", more));
        chromium.signIn(page, name, TestRealm.PASSWORD);
        return new Sitting(name, person, camera);
    }

    private Camera camera(Page page, String theme) {
        return new Camera(chromium, page, theme, List.of(SERVER.baseUrl() + "/", realm.callbackUrl()));
    }

    private void clean(Camera camera) {
        assertThat(chromium.complaints()).as("complaints on the console").isEmpty();
        assertThat(camera.refused()).as("requests that failed").isEmpty();
        assertThat(camera.elsewhere()).as("requests to other hosts").isEmpty();
    }

    /** One person, one window, one camera. */
    private final class Sitting {
        private final String name;
        private final PageReader person;
        private final Camera camera;

        Sitting(String name, PageReader person, Camera camera) {
            this.name = name;
            this.person = person;
            this.camera = camera;
        }

        String name() {
            return name;
        }

        PageReader person() {
            return person;
        }

        Camera camera() {
            return camera;
        }

        void isClean() {
            clean(camera);
        }

        void ends() {
            chromium.awaitSignedIn(person.page());
            isClean();
        }
    }
}
