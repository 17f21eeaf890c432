package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.attempt.Site;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.time.Instant;
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

/** Rule 3: a time step is used once, and only one later than the last one used of that credential. */
@Tag("postgres")
class TimeStepUsedOnceIT {

    private static final String USED = "That code has already been used, or a newer one has. Wait for the next code.";
    private static final String SECRET = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF";
    private static final String OTHER_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Map<Site, TestRealm> REALMS = new EnumMap<>(Site.class);
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        for (Site site : Site.values()) {
            REALMS.put(site, site.realm(Map.of()));
        }
        realm = REALMS.get(Site.H2);
    }

    @AfterAll
    static void close() {
        REALMS.values().forEach(TestRealm::close);
    }

    @Test
    void theCodeOfTheEnrolmentCountsAsUsed() {
        Instant start = SERVER.clock().awaitStepStart(30);
        EnrolledUser person = EnrolledUser.enrolled(realm, "enrolment-code");

        assertThat(person.post(person.app().code(start)).page().text()).contains(USED);
        assertThat(person.refusals()).containsExactly("used");
        assertThat(person.post(person.app().code(start, 1)).signedIn()).isTrue();
    }

    @Test
    void aCodeSignsInOnceAndSaysSoTheSecondTime() {
        EnrolledUser person = EnrolledUser.imported(realm, "once");
        String code = person.nextCode();

        assertThat(person.post(code).signedIn()).isTrue();
        BrowserSession second = person.post(code);
        assertThat(second.signedIn()).isFalse();
        assertThat(second.page().text()).contains(USED);
        assertThat(person.refusals()).containsExactly("used");
    }

    @ParameterizedTest
    @EnumSource
    void sixteenPostsOfOneCodeAtTheSameInstantSignInOnce(Site site) {
        TestRealm ground = REALMS.get(site);
        EnrolledUser fresh = EnrolledUser.imported(ground, "sixteen");
        assertOneOfSixteenSignsIn(fresh, fresh.codePages(16));
        ground.server().clock().advance(Duration.ofHours(1));
        // Once more with a row in the table.
        assertOneOfSixteenSignsIn(fresh, fresh.codePages(16));
    }

    private static void assertOneOfSixteenSignsIn(EnrolledUser person, List<BrowserSession> browsers) {
        int refusedBefore = person.refusals().size();
        String code = person.nextCode();
        List<BrowserSession> after = Together.run(16, i -> browsers.get(i).press("verify", Map.of("code", code)));

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        assertThat(after).filteredOn(BrowserSession::signedIn).hasSize(1);
        List<String> refusals = person.refusals().subList(refusedBefore, refusedBefore + 15);
        assertThat(refusals).containsOnly("used", "waiting");
        if (person.realm() == REALMS.get(Site.POSTGRES)) {
            assertThat(person.stored("totp").claimed())
                    .isBetween(
                            person.realm().server().clock().now().getEpochSecond() / 30 - 1,
                            person.realm().server().clock().now().getEpochSecond() / 30);
        }
    }

    @Test
    void anEarlierStepIsRefusedAfterALaterOne() {
        EnrolledUser person = EnrolledUser.imported(realm, "earlier");
        Instant start = SERVER.clock().awaitStepStart(30);
        assertThat(person.post(person.app().code(start, 1)).signedIn()).isTrue();

        assertThat(person.post(person.app().code(start)).page().text()).contains(USED);
        assertThat(person.post(person.app().code(start, -1)).page().text()).contains(USED);
        SERVER.clock().advance(Duration.ofSeconds(30));
        assertThat(person.post(person.app().code(start, 2)).signedIn()).isTrue();
    }

    @Test
    void theStepBeforeAndTheStepAfterAreAcceptedAndNoneFurther() {
        EnrolledUser person = EnrolledUser.imported(realm, "window");
        Instant start = SERVER.clock().awaitStepStart(30);

        assertThat(person.post(person.app().code(start, -2)).page().text()).contains("That code did not match");
        assertThat(person.post(person.app().code(start, 2)).page().text()).contains("That code did not match");
        assertThat(person.post(person.app().code(start, -1)).signedIn()).isTrue();
        assertThat(person.post(person.app().code(start, 1)).signedIn()).isTrue();
        assertThat(person.refusals()).containsExactly("wrong", "wrong");
    }

    @Test
    void theStepsOfTwoAuthenticatorsOfOnePersonAreApart() {
        TestUser user = realm.user("two-phones");
        AuthenticatorApp phone = user.importOtp(OtpSpec.totp(SECRET).label("Phone"));
        AuthenticatorApp tablet = user.importOtp(OtpSpec.totp(OTHER_SECRET).label("Tablet"));
        EnrolledUser person = new EnrolledUser(realm, user, phone);
        Instant start = SERVER.clock().awaitStepStart(30);

        assertThat(person.post(phone.code(start)).signedIn()).isTrue();
        assertThat(person.post(tablet.code(start)).signedIn()).isTrue();
        assertThat(person.post(phone.code(start)).page().text()).contains(USED);
        assertThat(person.post(tablet.code(start)).page().text()).contains(USED);
        assertThat(person.post(phone.code(start, 1)).signedIn()).isTrue();
        assertThat(person.post(tablet.code(start)).page().text()).contains(USED);
        assertThat(person.post(tablet.code(start, 1)).signedIn()).isTrue();
    }

    @Test
    void oneWrongCodeIsOneAttemptHoweverManyAuthenticatorsThereAre() {
        TestUser user = realm.user("three-phones");
        AuthenticatorApp phone = user.importOtp(OtpSpec.totp(SECRET).label("1"));
        user.importOtp(OtpSpec.totp(OTHER_SECRET).label("2"));
        user.importOtp(OtpSpec.totp(SECRET.replace('K', 'M')).label("3"));
        EnrolledUser person = new EnrolledUser(realm, user, phone);

        assertThat(person.wrongCodes(5).page().text())
                .contains("1 try left before you have to wait.")
                .doesNotContain("You can try again in");
    }

    @Test
    void peopleWithTheSameSecretDoNotUseUpEachOthersSteps() {
        EnrolledUser one = twin("twin-one");
        EnrolledUser other = twin("twin-other");
        String code = one.nextCode();

        assertThat(one.post(code).signedIn()).isTrue();
        assertThat(other.post(code).signedIn()).isTrue();
    }

    @Test
    void aCredentialKeepsItsOwnPeriodDigitsAndAlgorithmWhateverTheRealmSaysNow() {
        TestRealm changing = Site.H2.realm(Map.of());
        EnrolledUser before = EnrolledUser.enrolled(changing, "before");
        changing.otpPolicy(60, 8, "HmacSHA256", "totp", 1);

        assertThat(before.post(before.nextCode()).signedIn()).isTrue();
        assertThat(before.post(before.nextCode()).signedIn()).isTrue();

        EnrolledUser after = EnrolledUser.enrolled(changing, "after");
        assertThat(after.app().period()).isEqualTo(60);
        assertThat(after.app().digits()).isEqualTo(8);
        assertThat(after.app().parameters()).containsEntry("algorithm", "SHA256");
        assertThat(after.post(after.nextCode()).signedIn()).isTrue();
        assertThat(after.codePage().page().text()).contains("8-digit code from your app");
        changing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA256", "HmacSHA512"})
    void credentialsOfEightDigitsWork(String algorithm) {
        TestUser user = realm.user("eight-" + algorithm);
        AuthenticatorApp app =
                user.importOtp(OtpSpec.totp(SECRET).digits(8).period(60).algorithm(algorithm));
        EnrolledUser person = new EnrolledUser(realm, user, app);
        BrowserSession browser = person.codePage();

        assertThat(browser.page().text()).contains("8-digit code from your app");
        browser.press("verify", Map.of("code", "123456"));
        assertThat(browser.page().text()).contains("Enter the 8 digits your app shows.");
        String code = person.nextCode();
        assertThat(browser.press("verify", Map.of("code", code)).signedIn()).isTrue();
        assertThat(person.post(code).page().text()).contains(USED);
    }

    @Test
    void anHotpCredentialMovesItsCounterOnAndNeverBack() {
        TestUser user = realm.user("token");
        AuthenticatorApp token = user.importOtp(OtpSpec.hotp(SECRET, 5));
        EnrolledUser person = new EnrolledUser(realm, user, token);

        assertThat(person.post(token.hotp(5)).signedIn()).isTrue();
        assertThat(counter(user)).isEqualTo(6);
        assertThat(person.post(token.hotp(5)).signedIn()).isFalse();
        assertThat(person.post(token.hotp(8)).signedIn()).isFalse();
        // The window of one looks one counter ahead.
        assertThat(person.post(token.hotp(7)).signedIn()).isTrue();
        assertThat(counter(user)).isEqualTo(8);
        assertThat(person.post(token.hotp(6)).signedIn()).isFalse();
        assertThat(person.refusals()).containsExactly("wrong", "wrong", "wrong");
    }

    @ParameterizedTest
    @EnumSource
    void sixteenPostsOfOneHotpCodeAtTheSameInstantSignInOnce(Site site) {
        TestRealm ground = REALMS.get(site);
        TestUser user = ground.user("token-" + site);
        AuthenticatorApp token = user.importOtp(OtpSpec.hotp(SECRET, 0));
        EnrolledUser person = new EnrolledUser(ground, user, token);
        List<BrowserSession> browsers = person.codePages(16);

        List<BrowserSession> after =
                Together.run(16, i -> browsers.get(i).press("verify", Map.of("code", token.hotp(0))));

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        assertThat(after).filteredOn(BrowserSession::signedIn).hasSize(1);
        assertThat(counter(user)).isEqualTo(1);
    }

    @Test
    void aCredentialOfStockKeycloakWorksAndStaysAsItIs() {
        TestUser user = realm.user("stock");
        AuthenticatorApp app = user.importOtp(OtpSpec.stock("aB3cD4eF5gH6iJ7kL8mN"));
        EnrolledUser person = new EnrolledUser(realm, user, app);
        JsonNode before = user.credentials("otp").get(0).json();
        String code = person.nextCode();

        assertThat(person.post(code).signedIn()).isTrue();
        assertThat(person.post(code).page().text()).contains(USED);
        assertThat(user.credentials("otp").get(0).json()).isEqualTo(before);
    }

    @Test
    void theRealmsLeaveToUseCodesAgainIsNotTaken() {
        TestRealm lax = Site.H2.realm(Map.of()).update(Map.of("otpPolicyCodeReusable", true));
        EnrolledUser person = EnrolledUser.imported(lax, "again");
        String code = person.nextCode();

        assertThat(person.post(code).signedIn()).isTrue();
        assertThat(person.post(code).page().text()).contains(USED);
        assertThat(lax.directGrant("again", TestRealm.PASSWORD, code).ok()).isFalse();
        lax.close();
    }

    @Test
    void aUsedCodeCountsAsAWrongOne() {
        EnrolledUser person = EnrolledUser.imported(realm, "used-counts");
        String code = person.nextCode();
        person.post(code);
        for (int i = 1; i <= 6; i++) {
            person.post(code);
        }

        assertThat(person.refusals()).containsExactly("used", "used", "used", "used", "used", "used");
        assertThat(person.codePage().page().text()).contains("You can try again in");
    }

    private static int counter(TestUser user) {
        return user.credentials("otp").get(0).credentialData().path("counter").asInt();
    }

    private static EnrolledUser twin(String name) {
        TestUser user = realm.user(name);
        return new EnrolledUser(realm, user, user.importOtp(SECRET));
    }
}
