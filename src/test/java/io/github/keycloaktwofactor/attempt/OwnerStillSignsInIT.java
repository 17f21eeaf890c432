package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2, the owner is not locked out: users who are guessed at by somebody with their password still sign in themselves. */
@Tag("postgres")
class OwnerStillSignsInIT {

    private static final String COOKIE = "TWO_FACTOR_BROWSER_";
    private static final String OFF = "blocked";
    private static final String WAITING = "You can try again in";
    private static final String UNKNOWN = "ZZZZ-ZZZZ";
    private static final int MOST = 10;

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Map<Site, TestRealm> REALMS = new HashMap<>();
    private static TestRealm realm;
    private static MailServer mail;

    @BeforeAll
    static void switchOn() {
        mail = MailServer.start();
        for (Site site : Site.values()) {
            REALMS.put(
                    site,
                    site.realm(Map.of(
                            "maxConsecutiveFailures",
                            Integer.toString(MOST),
                            "waitSeconds",
                            "10",
                            "maxWaitSeconds",
                            "10")));
        }
        realm = REALMS.get(Site.H2);
        realm.update(Map.of("resetPasswordAllowed", true, "smtpServer", mail.settings()));
    }

    @AfterAll
    static void close() {
        REALMS.values().forEach(TestRealm::close);
        mail.close();
    }

    @Test
    void aBrowserInWhichACodeWasPassedBeforeTakesBothKindsWhileTheyAreOffElsewhere() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "owner");
        BrowserSession known = owner.post(owner.nextCode());
        BrowserSession attacker = shutOut(owner);

        assertThat(asked(owner, known)
                        .press("verify", Map.of("code", owner.nextCode()))
                        .signedIn())
                .as(known.page().text())
                .isTrue();
        assertThat(asked(owner, known)
                        .press("recovery")
                        .press("verify", Map.of("code", owner.recoveryCodes().get(3)))
                        .onward()
                        .signedIn())
                .as(known.page().text())
                .isTrue();
        assertThat(asked(owner, attacker).page().text()).contains(OFF);
        assertThat(owner.recoveryPage().page().text()).contains(OFF);
    }

    @Test
    void theBrowserInWhichTwoFactorWasSetUpIsOneOfThem() {
        TestUser user = realm.user("setting-up");
        BrowserSession browser = EnrolledPerson.setUp(realm, "setting-up");
        AuthenticatorApp app = EnrolledPerson.scanned(browser);
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        List<String> codes = browser.page().document().select("ol li").eachText();
        browser.press("continue", Map.of("saved", "on"));
        EnrolledPerson owner = new EnrolledPerson(realm, user, app, codes);
        shutOut(owner);

        assertThat(asked(owner, browser)
                        .press("verify", Map.of("code", owner.nextCode()))
                        .signedIn())
                .as(browser.page().text())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLinkOfTheResetMailTakesBothKindsWhileTheyAreOffElsewhere(boolean inTheSameBrowser) {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "forgetful-" + inTheSameBrowser);
        BrowserSession attacker = shutOut(owner);

        BrowserSession byApp = mailed(owner, inTheSameBrowser);
        assertThat(byApp.page().text()).doesNotContain(OFF);
        byApp.press("verify", Map.of("code", owner.nextCode()));
        assertThat(byApp.page().has("#kc-passwd-update-form"))
                .as(byApp.page().text())
                .isTrue();
        BrowserSession byCode = mailed(owner, inTheSameBrowser).press("recovery");
        byCode.press("verify", Map.of("code", owner.recoveryCodes().get(2))).onward();
        assertThat(byCode.page().has("#kc-passwd-update-form"))
                .as(byCode.page().text())
                .isTrue();

        assertThat(asked(owner, attacker).page().text()).contains(OFF);
    }

    @Test
    void theLinkOfAnAdministratorsMailTakesCodesToo() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "helped");
        shutOut(owner);
        mail.empty();
        owner.user().rest().put("/execute-actions-email", List.of("UPDATE_PASSWORD"));
        BrowserSession browser = realm.browser().open(mail.link("helped")).follow("#kc-info-message a");

        browser.press("verify", Map.of("code", owner.nextCode()));

        assertThat(browser.page().has("#kc-passwd-update-form"))
                .as(browser.page().text())
                .isTrue();
    }

    @Test
    void wrongCodesByTheMailedLinkWaitThereAndNowhereElse() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "mailbox-thief");
        BrowserSession known = owner.post(owner.nextCode());
        BrowserSession thief = mailed(owner, false);
        for (int i = 0; i < 6; i++) {
            assertThat(thief.page().text()).doesNotContain(WAITING);
            thief.press("verify", Map.of("code", owner.wrongCode()));
        }
        assertThat(thief.page().text()).contains(WAITING);
        assertThat(counters(owner)).containsOnly("mail").hasSize(6);

        // Another link does not begin another count.
        assertThat(mailed(owner, false).page().text()).contains(WAITING);
        assertThat(asked(owner, known).page().text()).doesNotContain(WAITING);
        assertThat(owner.codePage().page().text()).doesNotContain(WAITING);
    }

    @Test
    void aCookieThatIsForgedOrOfSomebodyElseOrOfAnotherRealmOpensNothing() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "robbed");
        BrowserSession known = owner.post(owner.nextCode());
        String name = cookieName(known);
        String value = known.cookies().get(name);
        EnrolledPerson attacker = EnrolledPerson.enrol(realm, "robbing");
        String own = own(attacker.post(attacker.nextCode()));
        String elsewhere;
        try (TestRealm other = Site.H2.realm(Map.of())) {
            EnrolledPerson namesake = EnrolledPerson.enrol(other, "robbed");
            elsewhere = own(namesake.post(namesake.nextCode()));
        }
        shutOut(owner);

        for (String forged : List.of(
                own,
                elsewhere,
                "",
                "x",
                value.replace('.', ':'),
                (value.charAt(0) == 'A' ? 'B' : 'A') + value.substring(1),
                value.substring(0, 44) + (value.charAt(44) == '9' ? '8' : '9') + value.substring(45),
                value.substring(0, value.length() - 2) + (value.endsWith("AA") ? "BB" : "AA"),
                value.substring(0, value.lastIndexOf('.') + 1) + own.substring(own.lastIndexOf('.') + 1))) {
            BrowserSession browser = realm.browser();
            browser.plantCookie(name, forged);
            assertThat(asked(owner, browser).page().text()).as(forged).contains(OFF);
        }
        assertThat(asked(owner, known).page().text()).doesNotContain(OFF);
    }

    @Test
    void aKnownBrowserWaitsForItsOwnWrongCodesAndIsSwitchedOffAlone() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "clumsy");
        BrowserSession known = owner.post(owner.nextCode());
        BrowserSession other = owner.post(owner.nextCode());
        asked(owner, known);
        for (int i = 1; i <= 6; i++) {
            assertThat(known.page().text()).doesNotContain(WAITING);
            known.press("verify", Map.of("code", owner.wrongCode()));
        }
        assertThat(known.page().text()).contains(WAITING);
        assertThat(asked(owner, known).page().text()).contains(WAITING);
        known.press("verify", Map.of("code", owner.codeToCome()));
        assertThat(known.page().text()).contains(WAITING);
        assertThat(counters(owner)).containsOnly("browser").hasSize(7);
        for (int i = 7; i <= MOST; i++) {
            SERVER.clock().advance(Duration.ofSeconds(11));
            known.press("verify", Map.of("code", owner.wrongCode()));
        }

        assertThat(asked(owner, known).page().text()).contains(OFF).doesNotContain(WAITING);
        assertThat(asked(owner, other).page().text()).doesNotContain(OFF);
        assertThat(owner.post(owner.nextCode()).signedIn()).isTrue();
        // Neither its success nor that of the other kind opens the browser again.
        assertThat(asked(owner, known)
                        .press("recovery")
                        .press("verify", Map.of("code", owner.recoveryCodes().get(0)))
                        .onward()
                        .signedIn())
                .isTrue();
        assertThat(asked(owner, known).page().text()).contains(OFF);
    }

    @Test
    void aRightCodeInAKnownBrowserEndsItsCountAndNoOther() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "patient");
        BrowserSession known = owner.post(owner.nextCode());
        owner.wrongCodes(5);
        asked(owner, known);
        for (int i = 0; i < 5; i++) {
            known.press("verify", Map.of("code", owner.wrongCode()));
        }
        assertThat(known.press("verify", Map.of("code", owner.nextCode())).signedIn())
                .isTrue();

        asked(owner, known).press("verify", Map.of("code", owner.wrongCode()));
        assertThat(known.page().text()).doesNotContain(WAITING);
        assertThat(owner.wrongCodes(1).page().text()).contains(WAITING);
    }

    @Test
    void aCodeThatWasUsedInAKnownBrowserIsUsedEverywhere() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "once");
        BrowserSession known = owner.post(owner.nextCode());
        String code = owner.nextCode();
        assertThat(asked(owner, known).press("verify", Map.of("code", code)).signedIn())
                .isTrue();
        String recovery = owner.recoveryCodes().get(1);
        asked(owner, known).press("recovery").press("verify", Map.of("code", recovery));

        assertThat(owner.post(code).signedIn()).isFalse();
        assertThat(asked(owner, known).press("verify", Map.of("code", code)).signedIn())
                .isFalse();
        assertThat(owner.postRecovery(recovery).signedIn()).isFalse();
        assertThat(owner.refusals()).containsExactly("used", "used", "used");
    }

    @Test
    void itsCookieIsForOneRealmAloneOutOfReachOfScriptsAndSparesNothing() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "attributes");
        BrowserSession browser = owner.codePage();
        browser.postRaw(
                browser.action("verify"), "application/x-www-form-urlencoded", "do=verify&code=" + owner.nextCode());

        assertThat(browser.setCookies())
                .filteredOn(header -> header.startsWith(COOKIE))
                .singleElement()
                .asString()
                .matches(COOKIE + "[0-9a-f]{16}=[A-Za-z0-9_-]{43}\\.\\d+\\.[A-Za-z0-9_-]{43};.*")
                .contains("Path=/realms/" + realm.name() + "/", "Max-Age=31536000", "Secure", "HttpOnly")
                .contains("SameSite=Lax");
        String first = own(browser);
        assertThat(asked(owner, browser)
                        .press("verify", Map.of("code", owner.wrongCode()))
                        .signedIn())
                .isFalse();
        SERVER.clock().advance(Duration.ofSeconds(5));
        browser.press("verify", Map.of("code", owner.nextCode()));
        assertThat(own(browser)).as("renewed").isNotEqualTo(first).startsWith(first.substring(0, 44));
    }

    @Test
    void aWrongCodeGivesNoCookieAndThePasswordGrantNeither() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "not-given");

        assertThat(cookies(owner.wrongCodes(2))).isEmpty();
        assertThat(cookies(owner.recoveryPage().press("verify", Map.of("code", UNKNOWN))))
                .isEmpty();
    }

    @Test
    void itEndsWithTheAuthenticatorThatItRestsOn() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "reset-by-admin");
        BrowserSession known = owner.post(owner.nextCode());
        TestUser user = owner.user();
        for (String type : List.of("otp", "two-factor-recovery-codes")) {
            user.credentials(type).forEach(credential -> user.deleteCredential(credential.id()));
        }
        BrowserSession again = EnrolledPerson.setUp(realm, user.name());
        AuthenticatorApp app = EnrolledPerson.scanned(again);
        again.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        List<String> codes = again.page().document().select("ol li").eachText();
        again.press("continue", Map.of("saved", "on"));
        EnrolledPerson renewed = new EnrolledPerson(realm, user, app, codes);
        shutOut(renewed);

        assertThat(asked(renewed, known).page().text()).contains(OFF);
        assertThat(asked(renewed, again).page().text()).doesNotContain(OFF);
    }

    @Test
    void aChangeOfPasswordEndsItsWaitButNotItsCount() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "own-password");
        BrowserSession known = owner.post(owner.nextCode());
        asked(owner, known);
        for (int i = 0; i < 6; i++) {
            known.press("verify", Map.of("code", owner.wrongCode()));
        }
        assertThat(known.page().text()).contains(WAITING);

        owner.user().password("new").password(TestRealm.PASSWORD);

        assertThat(asked(owner, known).page().text()).doesNotContain(WAITING);
        known.press("verify", Map.of("code", owner.wrongCode()));
        assertThat(known.page().text()).contains(WAITING);
    }

    @ParameterizedTest
    @EnumSource
    void thirtyWrongCodesAtOnceInAKnownBrowserAreSixTries(Site site) {
        TestRealm ground = REALMS.get(site);
        EnrolledPerson owner = EnrolledPerson.enrol(ground, "thirty-known");
        BrowserSession known = owner.post(owner.nextCode());
        String name = cookieName(known);
        List<BrowserSession> browsers = java.util.stream.IntStream.range(0, 30)
                .mapToObj(i -> {
                    BrowserSession browser = ground.browser();
                    browser.plantCookie(name, known.cookies().get(name));
                    return asked(owner, browser);
                })
                .collect(Collectors.toList());
        String wrong = owner.wrongCode();

        Together.run(30, i -> browsers.get(i).press("verify", Map.of("code", wrong)));

        assertThat(owner.refusals())
                .hasSize(30)
                .containsOnly("wrong", "waiting")
                .filteredOn("wrong"::equals)
                .hasSize(6);
        assertThat(counters(owner)).containsOnly("browser");
        assertThat(owner.post(owner.nextCode()).signedIn()).isTrue();
    }

    @Test
    void thePageSaysWhatHelpsWhenBothKindsAreOff() {
        EnrolledPerson owner = EnrolledPerson.enrol(realm, "told");

        String text = asked(owner, shutOut(owner)).page().text();

        assertThat(text)
                .contains("Codes are blocked here after too many incorrect ones.")
                .contains("in a browser where you have done so before")
                .contains("that you forgot your password: the link in the email lets you enter a code.");
    }

    /** Somebody with the password posts wrong codes of both kinds until both are off; their browser. */
    private static BrowserSession shutOut(EnrolledPerson owner) {
        BrowserSession attacker = owner.codePage();
        for (int i = 1; i <= MOST; i++) {
            attacker.press("verify", Map.of("code", owner.wrongCode()));
            SERVER.clock().advance(Duration.ofSeconds(i < 6 ? 0 : 11));
        }
        assertThat(attacker.page().text()).contains(OFF);
        attacker.press("recovery");
        for (int i = 1; i <= MOST; i++) {
            attacker.press("verify", Map.of("code", UNKNOWN));
            SERVER.clock().advance(Duration.ofSeconds(i < 6 ? 0 : 11));
        }
        assertThat(attacker.page().text()).contains(OFF);
        return attacker;
    }

    /** This browser after the password of a sign-in of its own, with nothing left of the last one but such cookies. */
    private static BrowserSession asked(EnrolledPerson person, BrowserSession browser) {
        browser.cookies().keySet().stream()
                .filter(name -> !name.startsWith(COOKIE))
                .toList()
                .forEach(browser::removeCookie);
        browser.open(person.realm().authUrl("app", Map.of()))
                .signIn(person.user().name(), TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains("Two-factor verification");
        return browser;
    }

    /** A browser that has come by the link of the reset mail and is asked for a code. */
    private static BrowserSession mailed(EnrolledPerson owner, boolean inTheSameBrowser) {
        mail.empty();
        BrowserSession asking = realm.browser().openLogin().follow("a[href*=reset-credentials]");
        asking.submit("#kc-reset-password-form", Map.of("username", owner.user().name()));
        BrowserSession browser = inTheSameBrowser ? asking : realm.browser();
        browser.open(mail.link(owner.user().name()));
        assertThat(browser.page().text()).contains("Two-factor verification");
        return browser;
    }

    private static List<String> counters(EnrolledPerson person) {
        return person.errors().map(OwnerStillSignsInIT::counter).toList();
    }

    private static String counter(TestEvent event) {
        String counter = event.detail("two_factor_counter");
        return counter == null ? "" : counter;
    }

    private static String cookieName(BrowserSession browser) {
        assertThat(cookies(browser)).hasSize(1);
        return cookies(browser).get(0);
    }

    private static String own(BrowserSession browser) {
        return browser.cookies().get(cookieName(browser));
    }

    private static List<String> cookies(BrowserSession browser) {
        return browser.cookies().keySet().stream()
                .filter(name -> name.startsWith(COOKIE))
                .toList();
    }
}
