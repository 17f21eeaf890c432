package io.github.keycloaktwofactor.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.browser.Camera;
import io.github.keycloaktwofactor.browser.PageReader;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.StoredAttempts;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 10: a database fault signs nobody in, says so to the person and the administrator, and stores nothing by halves. */
@Tag("browser")
@Tag("own-server")
@Tag("postgres")
@SuppressWarnings("try") // The faults last as long as their block.
class DatabaseFaultIT {

    private static final String NOTICE = "Something went wrong and you were not signed in. Try again.";
    private static final String NOT_SHOWN = "Something went wrong and this page could not be shown. Try again.";
    private static final String NOT_SAVED = "Something went wrong and your last step was not saved. Try again.";
    private static final String LOGGED = "sign-ins and pages that need the two-factor tables are refused";
    private static final String ATTEMPTS = "two_factor_attempt";
    private static final String USERS = "two_factor_user";
    private static final int POOL = 10;

    private static KeycloakServer server;
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void start() {
        server = KeycloakServer.own(
                "fault", ServerOptions.postgres().startingSoon().arg("--db-pool-max-size=" + POOL));
        realm = server.realm()
                .realmRole("free")
                .client("bare", Map.of())
                .switchOn(Map.of("requireEveryone", "true", "exemptRoles", "free"));
        realm.flows().bindPasswordOnly("bare");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theCodePageIsNotShownAndSaysWhy() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "page");
        BrowserSession browser = realm.browser();

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            browser.signIn("page", TestRealm.PASSWORD);
            assertNotice(browser);
            assertTold(person.user());
        }

        browser.press("restart").signIn("page", TestRealm.PASSWORD);
        assertThat(browser.press("verify", Map.of("code", person.nextCode())).signedIn())
                .isTrue();
    }

    /** Each notice says what did not happen to whom, and its button leads on once the tables answer. */
    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void everyoneReadsWhatDidNotHappenAndGoesOnAfterwards(String theme) {
        realm.loginTheme(theme);
        EnrolledUser owner = EnrolledUser.enrolled(realm, theme.equals("keycloak.v2") ? "olivia" : "oscar");
        Page page = chromium.page();
        Camera camera = new Camera(chromium, page, theme, List.of(server.baseUrl() + "/", realm.callbackUrl()));
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")));

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            person.signIn(owner.user().name(), TestRealm.PASSWORD).reads(NOTICE);
            camera.look("notice-unavailable");
        }
        person.press("Sign in again").signIn(owner.user().name(), TestRealm.PASSWORD);
        person.type("Authenticator code", owner.nextCode())
                .press("Verify and sign in")
                .arrivesAt("Two-factor authentication");

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            page.reload();
            person.reads(NOT_SHOWN);
            camera.glance("notice-unavailable-page");
            person.press("Try again").reads(NOT_SHOWN);
        }
        person.press("Try again").press("Replace authenticator app").arrivesAt("Replace authenticator app");

        AuthenticatorApp app = person.scans();
        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            person.type("6-digit code", app.code(server.clock().now()))
                    .press("Replace authenticator app")
                    .reads(NOT_SAVED);
            camera.glance("notice-unavailable-change");
        }
        person.press("Try again").press("Back to application");
        chromium.awaitSignedIn(page);
        assertThat(owner.post(owner.nextCode()).signedIn())
                .as("the app as before")
                .isTrue();
    }

    @Test
    void aRightCodeSignsNobodyInAndIsNotUsedUp() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "code");
        StoredAttempts before = person.stored("totp");
        BrowserSession browser = person.codePage();
        String code = person.nextCode();

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            assertNotice(browser.press("verify", Map.of("code", code)));
            assertThat(browser.openLogin().signedIn()).isFalse();
            assertTold(person.user());
        }

        assertThat(person.stored("totp")).isEqualTo(before);
        assertThat(person.post(code).signedIn()).isTrue();
    }

    @Test
    void aRecoveryCodeSignsNobodyInAndIsNotUsedUp() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "recovery");
        StoredAttempts before = person.stored("recovery-code");
        BrowserSession browser = person.recoveryPage();
        String code = person.recoveryCodes().get(3);

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            assertNotice(browser.press("verify", Map.of("code", code)));
            assertTold(person.user());
        }

        assertThat(person.stored("recovery-code")).isEqualTo(before);
        assertThat(SignInEnd.reached(person.postRecovery(code))).isTrue();
    }

    @Test
    void thePasswordGrantGivesNoTokenAndUsesNothingUp() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "grant");
        String code = person.nextCode();

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            for (String typed : List.of(code, person.recoveryCodes().get(0))) {
                Tokens refused = realm.directGrant("grant", TestRealm.PASSWORD, typed);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.error()).isEqualTo("temporarily_unavailable");
                assertThat(refused.body().has("access_token")).isFalse();
            }
            assertTold(person.user());
        }

        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, code).ok()).isTrue();
        assertThat(realm.directGrant(
                                "grant",
                                TestRealm.PASSWORD,
                                person.recoveryCodes().get(0))
                        .ok())
                .isTrue();
    }

    @Test
    void theGuardLetsNobodyPastWhoseFlowAskedForNoCode() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "bare");
        String code = person.nextCode();
        BrowserSession late = person.codePage("bare");
        BrowserSession browser = realm.browser();

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            assertNotice(browser.open(realm.authUrl("bare", Map.of())).signIn("bare", TestRealm.PASSWORD));
            assertNotice(late.press("verify", Map.of("code", code)));
            assertThat(browser.open(realm.authUrl("bare", Map.of())).signedIn()).isFalse();
            assertTold(person.user());
        }

        browser.open(realm.authUrl("bare", Map.of()))
                .signIn("bare", TestRealm.PASSWORD)
                .press("verify", Map.of("code", code));
        assertThat(browser.signedIn()).isTrue();
    }

    @Test
    void noKeyIsShownThatCouldNotBeConfirmed() {
        TestUser user = realm.user("no-key");
        BrowserSession browser = realm.browser();

        try (BrokenDatabase broken = BrokenDatabase.without(server, USERS)) {
            assertNotice(browser.signIn("no-key", TestRealm.PASSWORD));
            assertThat(browser.page().has("a[href^=otpauth]")).isFalse();
            assertTold(user);
        }

        browser.press("restart").signIn("no-key", TestRealm.PASSWORD);
        assertEnrols(browser, user);
    }

    @Test
    void aConfirmationThatCannotBeClaimedStoresNothing() {
        for (String table : List.of(USERS, ATTEMPTS)) {
            TestUser user = realm.user("confirm-" + table);
            BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
            AuthenticatorApp app = EnrolledUser.scanned(browser);

            try (BrokenDatabase broken = BrokenDatabase.without(server, table)) {
                assertNotice(browser.press(
                        "confirm", Map.of("code", app.code(server.clock().now()))));
                assertNotSetUp(user);
                assertTold(user);
            }

            browser.press("restart").signIn(user.name(), TestRealm.PASSWORD);
            assertEnrols(browser, user);
        }
    }

    @Test
    void aConfirmationWhoseCredentialsCannotBeStoredStoresNothing() {
        TestUser user = realm.user("full-disk");
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);

        try (BrokenDatabase broken = BrokenDatabase.refusingRowsIn(server, "credential")) {
            browser.press("confirm", Map.of("code", app.code(server.clock().now())));
            assertThat(browser.signedIn()).isFalse();
            assertNoTrace(browser.page());
            assertThat(browser.page().document().select("ol li")).isEmpty();
            assertNotSetUp(user);
        }

        assertEnrols(realm.browser().signIn(user.name(), TestRealm.PASSWORD), user);
    }

    @Test
    void oldRecoveryCodesWorkOnWhenNewOnesCannotBeStored() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "old-codes");
        int next = 0;
        for (String table : List.of("credential", ATTEMPTS)) {
            BrowserSession browser = realm.browser()
                    .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                    .signIn("old-codes", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", person.nextCode()));

            try (BrokenDatabase broken = table.equals(ATTEMPTS)
                    ? BrokenDatabase.without(server, ATTEMPTS)
                    : BrokenDatabase.refusingRowsIn(server, table)) {
                browser.press("regenerate");
                assertThat(browser.page().status()).isGreaterThanOrEqualTo(400);
                assertNoTrace(browser.page());
                assertThat(browser.page().document().select("ol li")).isEmpty();
            }

            assertThat(person.user().credentials("two-factor-recovery-codes")).hasSize(1);
            assertThat(SignInEnd.reached(
                            person.postRecovery(person.recoveryCodes().get(next++))))
                    .as("a code of the set before, " + table)
                    .isTrue();
        }
    }

    @Test
    void aChangedPasswordStaysChangedAndTheWaitGoesOn() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "password");
        person.wrongCodes(6);

        try (BrokenDatabase broken = BrokenDatabase.without(server, ATTEMPTS)) {
            person.user().password("changed");
        }

        assertThat(server.logText()).contains("go on after a change of password");
        BrowserSession browser = realm.browser().signIn("password", "changed");
        assertThat(browser.press("verify", Map.of("code", person.codeToCome()))
                        .page()
                        .text())
                .contains("You can try again in");
        server.clock().advance(Duration.ofSeconds(31));
        assertThat(browser.press("verify", Map.of("code", person.nextCode())).signedIn())
                .isTrue();
    }

    @Test
    void whomTwoFactorDoesNotConcernSignsInAllTheSame() {
        realm.user("free", "free");

        try (BrokenDatabase attempts = BrokenDatabase.without(server, ATTEMPTS);
                BrokenDatabase users = BrokenDatabase.without(server, USERS)) {
            assertThat(realm.browser().signIn("free", TestRealm.PASSWORD).signedIn())
                    .isTrue();
        }
    }

    @Test
    void aTableThatHangsIsGivenUpOnAndTheCodeIsNotUsedUp() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "hangs");
        BrowserSession browser = person.codePage();
        String code = person.nextCode();
        StoredAttempts before = person.stored("totp");

        try (HeldLock lock = HeldLock.onWriting(server, ATTEMPTS)) {
            Instant begun = Instant.now();
            assertNotice(browser.press("verify", Map.of("code", code)));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertTold(person.user());
        }

        assertThat(person.stored("totp")).isEqualTo(before);
        assertThat(person.post(code).signedIn()).isTrue();
    }

    @Test
    void whenTheConnectionsRunOutEverybodyIsAnsweredAndNobodyIsSignedInOrLosesACode() {
        List<EnrolledUser> people = IntStream.range(0, 2 * POOL)
                .mapToObj(i -> EnrolledUser.imported(realm, "crowd-" + i))
                .toList();
        List<BrowserSession> pages = people.stream().map(EnrolledUser::codePage).toList();
        String code = people.get(0).nextCode();

        List<BrowserSession> after;
        try (HeldLock lock = HeldLock.onWriting(server, ATTEMPTS)) {
            CompletableFuture<List<BrowserSession>> posts = CompletableFuture.supplyAsync(() ->
                    Together.run(pages.size(), i -> pages.get(i).press("verify", Map.of("code", code))));
            after = posts.join();
        }

        // Some requests do not even get as far as our code; Keycloak's own page answers those.
        assertThat(after)
                .noneMatch(BrowserSession::signedIn)
                .allMatch(browser -> browser.page().status() >= 400)
                .anyMatch(browser -> browser.page().text().contains(NOTICE));
        after.forEach(browser -> assertNoTrace(browser.page()));
        assertThat(people).allMatch(person -> person.stored("totp").equals(new StoredAttempts(0, 0, 0)));
        assertThat(people).allMatch(person -> person.post(person.nextCode()).signedIn());
    }

    @Test
    void aServerThatStartsWithoutTheTablesAsksEveryoneToTryAgain() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "restarted");
        realm.user("restarted-free", "free");
        String used = person.recoveryCodes().get(0);
        assertThat(SignInEnd.reached(person.postRecovery(used))).isTrue();
        server.stop();

        try (BrokenDatabase attempts = BrokenDatabase.without(server, ATTEMPTS);
                BrokenDatabase users = BrokenDatabase.without(server, USERS)) {
            server.start();
            assertNotice(realm.browser().signIn("restarted", TestRealm.PASSWORD));
            assertNotice(realm.browser().signIn(realm.user("restarted-new").name(), TestRealm.PASSWORD));
            assertThat(realm.browser()
                            .signIn("restarted-free", TestRealm.PASSWORD)
                            .signedIn())
                    .isTrue();
        }

        assertThat(person.postRecovery(used).page().text()).contains("already been used");
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
    }

    private static void assertNotice(BrowserSession browser) {
        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().text()).contains(NOTICE);
        assertThat(browser.page().status()).isEqualTo(503);
        assertNoTrace(browser.page());
    }

    private static void assertNoTrace(HtmlPage page) {
        assertThat(page.body()).doesNotContain("Exception", "SQL", "relation", "two_factor_", "\tat ");
    }

    private static void assertTold(TestUser user) {
        TestEvent event = realm.awaitEvent("LOGIN_ERROR", e -> user.id().equals(e.userId()));
        assertThat(event.error()).isEqualTo("generic_authentication_error");
        assertThat(event.detail("two_factor_reason")).isEqualTo("unavailable");
        assertThat(server.logText()).contains("Realm " + realm.name() + ": " + LOGGED);
    }

    private static void assertNotSetUp(TestUser user) {
        assertThat(user.credentials("otp")).isEmpty();
        assertThat(user.credentials("two-factor-recovery-codes")).isEmpty();
    }

    private static void assertEnrols(BrowserSession browser, TestUser user) {
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        browser.press("confirm", Map.of("code", app.code(server.clock().now())));
        List<String> codes = browser.page().document().select("ol li").eachText();
        assertThat(browser.press("continue", Map.of("saved", "on")).signedIn()).isTrue();
        assertThat(user.credentials("otp")).hasSize(1);
        assertThat(user.credentials("two-factor-recovery-codes")).hasSize(1);
        EnrolledUser person = new EnrolledUser(realm, user, app, codes);
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
        assertThat(SignInEnd.reached(person.postRecovery(codes.get(0)))).isTrue();
    }
}
