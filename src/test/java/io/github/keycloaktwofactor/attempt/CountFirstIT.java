package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.StoredAttempts;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2: nothing of a code's being right or wrong is used or told before the attempt has been counted, durably. */
@Tag("postgres")
class CountFirstIT {

    private static final String WRONG = "That code did not match";
    private static final String OFF = "This way of signing in is blocked after too many incorrect codes."
            + " Use a recovery code, or contact support.";
    private static final String BOTH_OFF =
            "Codes are blocked here after too many incorrect ones. Contact support if this does not help:";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Map<Site, TestRealm> REALMS = new EnumMap<>(Site.class);
    private static TestRealm realm;
    private static TestRealm detecting;
    private static TestRealm strict;

    @BeforeAll
    static void switchOn() {
        for (Site site : Site.values()) {
            REALMS.put(site, site.realm(Map.of()));
        }
        realm = REALMS.get(Site.H2);
        detecting = Site.H2
                .realm(Map.of())
                .update(Map.of(
                        "bruteForceProtected",
                        true,
                        "permanentLockout",
                        true,
                        "failureFactor",
                        2,
                        "maxSecondaryAuthFailures",
                        2));
        realm.client("other", Map.of());
        detecting.client("other", Map.of());
        strict = Site.H2.realm(Map.of("maxConsecutiveFailures", "10", "waitSeconds", "10", "maxWaitSeconds", "10"));
    }

    @AfterAll
    static void close() {
        REALMS.values().forEach(TestRealm::close);
        detecting.close();
        strict.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSixthWrongCodeStartsTheWaitWhereverItIsTypedAndWhateverTheRealmDoesAboutBruteForce(boolean detection) {
        EnrolledUser person = EnrolledUser.enrolled(detection ? detecting : realm, "six");

        for (int i = 1; i <= 5; i++) {
            HtmlPage page = person.codePage(i % 2 == 0 ? "app" : "other")
                    .press("verify", Map.of("code", person.wrongCode()))
                    .page();
            assertThat(page.text("#two-factor-error")).contains(WRONG);
            assertThat(page.text("#two-factor-error").contains("before you have to wait"))
                    .isEqualTo(i >= 4);
        }
        HtmlPage sixth = person.post(person.wrongCode()).page();

        assertWaits(sixth, "Too many incorrect codes.", Duration.ofSeconds(30));
        assertThat(sixth.text()).contains("You can still use a recovery code.");
        assertThat(person.refusals()).containsExactly("wrong", "wrong", "wrong", "wrong", "wrong", "wrong");
        assertThat(person.errors()).allSatisfy(event -> {
            assertThat(event.error()).isEqualTo("invalid_user_credentials");
            assertThat(event.detail("two_factor")).isEqualTo("totp");
        });

        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
        assertThat(person.user().rest().get("").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void theFormItselfCountsJustTheSame() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "one-form");
        BrowserSession browser = person.codePage();

        for (int i = 1; i <= 5; i++) {
            browser.press("verify", Map.of("code", person.wrongCode()));
            assertThat(browser.page().text()).contains(WRONG).doesNotContain("You can try again in");
        }
        browser.press("verify", Map.of("code", person.wrongCode()));

        assertWaits(browser.page(), "Too many incorrect codes.", Duration.ofSeconds(30));
        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(browser.press("verify", Map.of("code", person.nextCode())).signedIn())
                .isTrue();
    }

    @Test
    void theTriesThatAreLeftAreToldWhenTheyGetFew() {
        EnrolledUser person = EnrolledUser.imported(realm, "few");

        assertThat(person.wrongCodes(3).page().text()).contains(WRONG).doesNotContain("before you have to wait");
        assertThat(person.wrongCodes(1).page().text()).contains("2 tries left before you have to wait.");
        assertThat(person.wrongCodes(1).page().text()).contains("1 try left before you have to wait.");
    }

    @Test
    void aTryInTheWaitIsNeitherLookedAtNorCountedAndGetsTheSameAnswerRightOrWrong() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "waiting");
        person.wrongCodes(6);

        BrowserSession wrong = person.post(person.wrongCode());
        BrowserSession right = person.post(person.codeToCome());

        assertThat(right.page().status()).isEqualTo(wrong.page().status());
        assertThat(withoutTime(right.page())).isEqualTo(withoutTime(wrong.page()));
        assertThat(right.page().text()).doesNotContain(WRONG).contains("You can try again in");
        assertThat(person.refusals()).endsWith("waiting", "waiting").hasSize(8);

        SERVER.clock().advance(Duration.ofSeconds(31));
        // Had they been counted, this would be the ninth and its wait four minutes.
        assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", Duration.ofMinutes(1));
    }

    @Test
    void theCodeThatWasTriedInTheWaitIsNotUsedUp() {
        EnrolledUser person = EnrolledUser.imported(realm, "not-used-up");
        person.wrongCodes(6);
        SERVER.clock().advance(Duration.ofSeconds(15));
        String code = person.codeToCome();

        assertThat(person.post(code).page().text()).contains("You can try again in");
        SERVER.clock().advance(Duration.ofSeconds(20));

        assertThat(person.post(code).signedIn()).isTrue();
    }

    @Test
    void theWaitShowsOnThePageBeforeAnythingIsTyped() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "before");
        person.wrongCodes(6);

        assertWaits(person.codePage().page(), "Too many incorrect codes.", Duration.ofSeconds(30));
        assertThat(person.recoveryPage().page().text()).doesNotContain("You can try again in");
    }

    @Test
    void eachWrongCodeAfterAWaitStartsTheNextDoubledUpToAnHour() {
        EnrolledUser person = EnrolledUser.imported(realm, "doubling");
        person.wrongCodes(5);

        for (long seconds : new long[] {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
            Duration wait = Duration.ofSeconds(seconds);
            assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", wait);
            SERVER.clock().advance(wait.minusSeconds(10));
            assertThat(person.post(person.codeToCome()).page().text()).contains("You can try again in");
            SERVER.clock().advance(Duration.ofSeconds(11));
        }

        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
        assertThat(person.wrongCodes(5).page().text()).doesNotContain("You can try again in");
    }

    @Test
    void aRightCodeEndsTheCount() {
        EnrolledUser person = EnrolledUser.imported(realm, "five-and-five");
        person.wrongCodes(5);
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();

        assertThat(person.wrongCodes(5).page().text())
                .contains("1 try left before you have to wait.")
                .doesNotContain("You can try again in");
    }

    @Test
    void aRecoveryCodeStillSignsInWhileTheAuthenticatorWaitsAndEndsNeitherTheWaitNorTheCount() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "other-factor");
        person.wrongCodes(6);

        assertThat(person.postRecovery(person.recoveryCodes().get(5)).signedIn())
                .isTrue();
        assertThat(person.post(person.codeToCome()).page().text()).contains("You can try again in");

        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(person.postRecovery(person.recoveryCodes().get(2)).signedIn())
                .isTrue();
        assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", Duration.ofMinutes(1));
    }

    @Test
    void aCodeOfTheAppStillSignsInWhileRecoveryCodesWait() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "recovery-waits");
        BrowserSession browser = person.recoveryPage();
        for (int i = 0; i < 6; i++) {
            browser.press("verify", Map.of("code", "ZZZZ-ZZZ" + i));
        }

        assertWaits(browser.page(), "Too many incorrect recovery codes.", Duration.ofSeconds(30));
        assertThat(browser.page().text()).contains("You can still use your authenticator app.");
        HtmlPage wrong = person.postRecovery("ZZZZ-ZZZZ").page();
        HtmlPage right = person.postRecovery(person.recoveryCodes().get(0)).page();
        assertThat(withoutTime(right)).isEqualTo(withoutTime(wrong));
        assertThat(person.refusals().subList(6, 8)).containsExactly("waiting", "waiting");
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();

        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(person.postRecovery(person.recoveryCodes().get(0)).signedIn())
                .isTrue();
    }

    @Test
    void aSuccessOfAnotherFactorDoesNotResetTheCount() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "no-reset");
        person.wrongCodes(5);
        assertThat(person.postRecovery(person.recoveryCodes().get(0)).signedIn())
                .isTrue();

        assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", Duration.ofSeconds(30));
    }

    @Test
    void aChangeOfPasswordEndsTheWaitButNotTheCount() {
        EnrolledUser person = EnrolledUser.imported(realm, "new-password");
        person.wrongCodes(6);
        person.user().password("new").password(TestRealm.PASSWORD);

        HtmlPage page = person.codePage().page();
        assertThat(page.text()).doesNotContain("You can try again in");
        assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", Duration.ofMinutes(1));
    }

    @Test
    void aPostCountsOnOneCounterOnly() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "one-counter");
        for (int i = 0; i < 3; i++) {
            person.post("ZZZZ-ZZZ" + i);
            person.postRecovery(person.wrongCode());
        }

        assertThat(person.errors().map(event -> event.detail("two_factor")))
                .containsExactly("totp", "recovery-code", "totp", "recovery-code", "totp", "recovery-code");
        assertThat(person.wrongCodes(2).page().text()).doesNotContain("You can try again in");
        assertWaits(person.post(person.wrongCode()).page(), "Too many incorrect codes.", Duration.ofSeconds(30));
        assertThat(person.postRecovery("ZZZZ-ZZZ4").page().text()).doesNotContain("You can try again in");
    }

    @Test
    void codesTypedWhileEnrollingAreNotCounted() {
        TestUser user = realm.user("typist");
        BrowserSession browser = EnrolledUser.setUp(realm, user.name());
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        for (int i = 0; i < 8; i++) {
            browser.press("confirm", Map.of("code", app.wrong(SERVER.clock().now())));
            assertThat(browser.page().text()).contains(WRONG).doesNotContain("You can try again in");
        }
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())))
                .press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();

        EnrolledUser person = new EnrolledUser(realm, user, app);
        assertThat(person.refusals()).isEmpty();
        assertThat(person.wrongCodes(5).page().text()).doesNotContain("You can try again in");
    }

    @Test
    void afterSoManyWrongCodesInARowTheFactorIsOffAndTheOtherOneStillWorks() {
        EnrolledUser person = EnrolledUser.enrolled(strict, "off");
        person.wrongCodes(5);
        for (int i = 6; i <= 10; i++) {
            person.post(person.wrongCode());
            SERVER.clock().advance(Duration.ofSeconds(11));
        }

        HtmlPage page = person.codePage().page();
        assertThat(page.text()).contains(OFF).doesNotContain("You can try again in");
        assertThat(page.has("[name=code]")).isFalse();
        assertThat(page.offers("recovery")).isTrue();
        BrowserSession forced = person.codePage();
        forced.post(
                forced.action("recovery"), List.of(Map.entry("do", "verify"), Map.entry("code", person.nextCode())));
        assertThat(forced.signedIn()).isFalse();
        assertThat(forced.page().text()).contains(OFF);
        assertThat(person.refusals()).hasSize(11).endsWith("wrong", "off");

        assertThat(person.postRecovery(person.recoveryCodes().get(7)).signedIn())
                .isTrue();
        assertThat(person.user().rest().get("").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void whenBothFactorsAreOffThePageSaysWhoHelps() {
        EnrolledUser person = EnrolledUser.enrolled(strict, "both-off");
        for (int i = 1; i <= 10; i++) {
            person.post(person.wrongCode());
            person.postRecovery("ZZZZ-ZZZ" + i % 10);
            SERVER.clock().advance(Duration.ofSeconds(11));
        }

        assertThat(person.codePage().page().text()).contains(BOTH_OFF);
        assertThat(person.recoveryPage().page().text()).contains(BOTH_OFF);
        assertThat(person.user().rest().get("").path("enabled").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void fiftyWrongCodesAtOnceAreSixTries(Site site) {
        TestRealm ground = REALMS.get(site);
        EnrolledUser person = EnrolledUser.imported(ground, "fifty");
        List<BrowserSession> browsers = person.codePages(50);
        String wrong = person.wrongCode();

        List<HtmlPage> pages = Together.run(
                50, i -> browsers.get(i).press("verify", Map.of("code", wrong)).page());

        assertThat(pages).allMatch(page -> page.status() == 200);
        assertThat(person.refusals())
                .hasSize(50)
                .containsOnly("wrong", "waiting")
                .filteredOn("wrong"::equals)
                .hasSize(6);
        assertThat(pages)
                .filteredOn(page -> page.text().contains("You can try again in"))
                .hasSizeGreaterThanOrEqualTo(45);
        if (site == Site.POSTGRES) {
            StoredAttempts row = person.stored("totp");
            assertThat(row.failures()).isEqualTo(6);
            assertThat(row.waitUntil())
                    .isGreaterThan(
                            ground.server().clock().now().minusSeconds(30).toEpochMilli());
        }
        ground.server().clock().advance(Duration.ofSeconds(31));
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aBurstWithOneRightCodeInItBuysNoMoreTries(Site site) {
        EnrolledUser person = EnrolledUser.imported(REALMS.get(site), "burst");
        List<BrowserSession> browsers = person.codePages(50);
        List<String> codes = new ArrayList<>(Collections.nCopies(49, person.wrongCode()));
        codes.add(person.nextCode());

        List<BrowserSession> after =
                Together.run(50, i -> browsers.get(i).press("verify", Map.of("code", codes.get(i))));

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        List<BrowserSession> in =
                after.stream().filter(BrowserSession::signedIn).toList();
        // The right code was either among the first six, and then six more are counted after it, or not looked at.
        assertThat(in).hasSizeLessThanOrEqualTo(1);
        assertThat(person.refusals())
                .hasSize(50 - in.size())
                .containsOnly("wrong", "waiting")
                .filteredOn("wrong"::equals)
                .hasSizeBetween(6, in.isEmpty() ? 6 : 11);
        assertThat(person.codePage().page().text()).contains("You can try again in");
    }

    @ParameterizedTest
    @EnumSource
    void fiftyWrongRecoveryCodesAtOnceAreSixTries(Site site) {
        EnrolledUser person = EnrolledUser.enrolled(REALMS.get(site), "fifty-recovery");
        List<BrowserSession> browsers = person.codePages(50);

        List<HtmlPage> pages = Together.run(
                50,
                i -> browsers.get(i)
                        .press("verify", Map.of("code", "ZZZZ-ZZZ" + i % 10))
                        .page());

        assertThat(pages).allMatch(page -> page.status() == 200);
        assertThat(person.refusals())
                .hasSize(50)
                .containsOnly("wrong", "waiting")
                .filteredOn("wrong"::equals)
                .hasSize(6);
        if (site == Site.POSTGRES) {
            assertThat(person.stored("recovery-code").failures()).isEqualTo(6);
            assertThat(person.stored("totp").failures()).isZero();
        }
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
    }

    @Test
    void theWaitOutlivesTheServerEvenWhenItIsKilled() {
        // Not on H2, which Keycloak's development mode lets write half a second late.
        KeycloakServer server = Site.POSTGRES.server();
        try (TestRealm ground = Site.POSTGRES.realm(Map.of("waitSeconds", "600"))) {
            EnrolledUser person = EnrolledUser.imported(ground, "restart");
            person.wrongCodes(6);

            server.kill();
            server.start();

            assertThat(person.post(person.nextCode()).page().text()).contains("You can try again in");
            server.clock().advance(Duration.ofSeconds(601));
            assertThat(person.post(person.nextCode()).signedIn()).isTrue();
        }
    }

    /** The page as a person sees it, and the hidden rest, without what differs from one second or sign-in to the next. */
    private static String withoutTime(HtmlPage page) {
        return page.body()
                .replaceAll("(session_code|execution|tab_id|client_data|code)=[^&\"]*", "$1=")
                .replaceAll("data-two-factor-(wait|until)=\"[^\"]*\"", "")
                .replaceAll("in \\d+ seconds?, at", "in a while, at")
                .replaceAll("at \\d\\d:\\d\\d UTC", "at some time")
                .replaceAll("[A-Za-z0-9_-]{40,}", "");
    }

    private static void assertWaits(HtmlPage page, String why, Duration wait) {
        Instant now = SERVER.clock().now();
        assertThat(page.status()).isEqualTo(200);
        String text = page.text("#two-factor-wait");
        assertThat(text).startsWith(why + " You can try again in ");
        Duration told =
                Duration.ofSeconds(Long.parseLong(page.attribute("[data-two-factor-wait]", "data-two-factor-wait")));
        // The rest of the wait has been running while the page travelled; the machine of the tests may be slow.
        assertThat(told).isBetween(wait.minusSeconds(20), wait);
        Instant until = Instant.parse(page.attribute("[data-two-factor-until]", "data-two-factor-until"));
        assertThat(until).isBetween(now.plus(wait).minusSeconds(20), now.plus(wait));
        assertThat(text).contains("at " + CLOCK.format(until) + ".");
    }
}
