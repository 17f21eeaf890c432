package io.github.keycloaktwofactor.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakCluster;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.StoredAttempts;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules 2, 3 and 4: what holds on one node holds on two, also when one of them dies. */
@Tag("nodes")
@SuppressWarnings("try") // The table drags as long as its block.
class TwoNodesIT {

    private static final String ASKED = "Two-factor verification";
    private static final String USED = "already been used";
    private static final String WAITING = "You can try again in";
    private static final String GONE = "This QR code is no longer valid";

    // Long enough to outlast the start of a node.
    private static final Duration WAIT = Duration.ofMinutes(10);

    private static KeycloakCluster cluster;
    private static KeycloakServer first;
    private static KeycloakServer second;
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        cluster = KeycloakCluster.shared();
        first = cluster.first();
        second = cluster.second();
        realm = first.realm()
                .realmRole("staff")
                .switchOn(Map.of(
                        "requiredRoles",
                        "staff",
                        "waitSeconds",
                        Long.toString(WAIT.toSeconds()),
                        "maxWaitSeconds",
                        Long.toString(WAIT.toSeconds())));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void aCodeThatWasUsedAtOneNodeIsRefusedAtTheOther() {
        EnrolledUser person = enrol("replay");
        String code = person.nextCode();

        assertThat(person.post(code).signedIn()).isTrue();

        assertThat(person.at(second).post(code).page().text()).contains(USED);
        assertThat(person.post(code).page().text()).contains(USED);
        assertThat(person.refusals()).containsExactly("used", "used");
        assertThat(person.at(second).post(person.nextCode()).signedIn()).isTrue();
    }

    @Test
    void theEnrolmentCodeIsUsedAtTheOtherNodeToo() {
        TestUser user = realm.user("enrolment-code", "staff");
        BrowserSession browser = realm.browser().signIn("enrolment-code", TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        String code = app.code(first.clock().awaitStepStart(app.period()));
        List<String> codes = codes(browser.press("confirm", Map.of("code", code)));
        browser.press("continue", Map.of("saved", "on"));

        EnrolledUser person = new EnrolledUser(realm, user, app, codes);
        assertThat(person.at(second).post(code).page().text()).contains(USED);
    }

    @Test
    void thirtyUsesOfOneCodeOfTheAppOverBothNodesSignInOnce() {
        EnrolledUser person = enrol("thirty-codes");
        List<BrowserSession> browsers = overBoth(person.codePages(30));
        String code = person.nextCode();

        List<BrowserSession> after = atOnce(browsers, i -> code);

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        assertThat(after).filteredOn(BrowserSession::signedIn).hasSize(1);
    }

    @Test
    void thirtyUsesOfOneRecoveryCodeOverBothNodesSignInOnce() {
        EnrolledUser person = enrol("thirty");
        String code = person.recoveryCodes().get(2);
        List<BrowserSession> browsers = overBoth(person.codePages(30));

        List<BrowserSession> after = atOnce(browsers, i -> code);

        assertThat(after).allMatch(browser -> browser.page().status() < 400);
        assertThat(after).filteredOn(SignInEnd::reached).hasSize(1);
        assertThat(person.refusals()).hasSize(29).containsOnly("used", "waiting");
        assertThat(person.stored("recovery-code").claimed()).isEqualTo(1L << 2);
        assertRecovers(person.at(second), code);
    }

    @Test
    void fiftyWrongCodesOverBothNodesAreSixTries() {
        EnrolledUser person = enrol("fifty");
        List<BrowserSession> browsers = overBoth(person.codePages(50));
        String wrong = person.wrongCode();

        List<BrowserSession> after = atOnce(browsers, i -> wrong);

        assertThat(after).allMatch(browser -> browser.page().status() == 200);
        assertThat(person.refusals())
                .hasSize(50)
                .containsOnly("wrong", "waiting")
                .filteredOn("wrong"::equals)
                .hasSize(6);
        assertThat(person.stored("totp").failures()).isEqualTo(6);
        assertWaits(person);
        assertRecovers(person.at(second), wrong);
    }

    @Test
    void fiftyWrongRecoveryCodesOverBothNodesAreSixTries() {
        EnrolledUser person = enrol("fifty-recovery");
        List<BrowserSession> browsers = overBoth(person.codePages(50));

        List<BrowserSession> after = atOnce(browsers, i -> "ZZZZ-ZZZ" + i % 10);

        assertThat(after).allMatch(browser -> browser.page().status() == 200);
        assertThat(person.refusals()).hasSize(50).filteredOn("wrong"::equals).hasSize(6);
        assertThat(person.stored("recovery-code").failures()).isEqualTo(6);
    }

    @Test
    void wrongCodesAtBothNodesAddUpAndTheWaitHoldsAtBoth() {
        EnrolledUser person = enrol("adds-up");
        for (int i = 0; i < 3; i++) {
            assertThat(person.wrongCodes(1).page().text()).doesNotContain(WAITING);
            BrowserSession other = person.at(second).wrongCodes(1);
            assertThat(other.page().text().contains(WAITING)).isEqualTo(i == 2);
        }

        assertWaits(person);
        assertThat(person.at(second).codePage().page().text()).contains(WAITING);
        assertRecovers(person, "");
    }

    @Test
    void aChangeOfPasswordAtOneNodeEndsTheWaitAtTheOther() {
        EnrolledUser person = enrol("password");
        person.at(second).wrongCodes(6);
        assertWaits(person);

        person.user().password("new").password(TestRealm.PASSWORD);

        assertThat(person.at(second).codePage().page().text()).doesNotContain(WAITING);
        assertThat(person.at(second).post(person.nextCode()).signedIn()).isTrue();
    }

    @Test
    void aPolicyThatIsSwitchedOnAtOneNodeCountsAtOnceAtTheOther() {
        try (TestRealm fresh = first.realm()) {
            fresh.user("early");
            TestRealm there = fresh.at(second);
            BrowserSession browser = there.browser().signIn("early", TestRealm.PASSWORD);
            assertThat(browser.signedIn()).isTrue();

            fresh.switchOn(Map.of("requireEveryone", "true"));
            assertThat(showsKey(browser.openLogin())).as("with the old cookie").isTrue();
            assertThat(showsKey(there.browser().signIn("early", TestRealm.PASSWORD)))
                    .isTrue();

            fresh.switchOff();
            assertThat(there.browser().signIn("early", TestRealm.PASSWORD).signedIn())
                    .isTrue();
        }
    }

    @Test
    void aRoleThatIsGrantedAtOneNodeCountsAtOnceAtTheOther() {
        TestUser user = realm.user("promoted");
        TestRealm there = realm.at(second);
        assertThat(there.browser().signIn("promoted", TestRealm.PASSWORD).signedIn())
                .isTrue();

        user.grant("staff");

        assertThat(showsKey(there.browser().signIn("promoted", TestRealm.PASSWORD)))
                .isTrue();
    }

    @Test
    void whoEnrolsAtOneNodeIsAskedAtOnceAtTheOther() {
        TestUser user = realm.user("volunteer");
        TestRealm there = realm.at(second);
        assertThat(there.browser().signIn("volunteer", TestRealm.PASSWORD).signedIn())
                .isTrue();
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("volunteer", TestRealm.PASSWORD)
                .press("enable");
        AuthenticatorApp app = EnrolledUser.scanned(browser);

        browser.press("confirm", Map.of("code", app.code(first.clock().now())));

        BrowserSession other = there.browser().signIn("volunteer", TestRealm.PASSWORD);
        assertThat(other.page().text()).contains(ASKED);
        user.deleteCredential(user.credentials("otp").get(0).id());
        assertThat(there.browser().signIn("volunteer", TestRealm.PASSWORD).signedIn())
                .isTrue();
    }

    @Test
    void theMarkOfOneNodeCountsAtTheOther() {
        EnrolledUser person = enrol("mark");
        BrowserSession browser = person.post(person.nextCode());

        assertThat(browser.at(second).openLogin().signedIn()).isTrue();
        browser.openLogin(Map.of("prompt", "login")).signIn("mark", TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains(ASKED);
    }

    @Test
    void newRecoveryCodesOfOneNodeEndTheOldOnesAtTheOther() {
        EnrolledUser person = enrol("renewed");
        BrowserSession atOther = person.at(second).recoveryPage();
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn("renewed", TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .press("regenerate");
        List<String> fresh = codes(browser);
        assertThat(fresh).hasSize(8);

        atOther.press("verify", Map.of("code", person.recoveryCodes().get(0)));
        if (Screen.of(atOther) == Screen.RECOVERY_CODE) {
            // The other node hears of the change a moment later. Codes are looked up afresh all the same.
            assertThat(atOther.page().text()).contains("That recovery code did not match");
            atOther.press("verify", Map.of("code", fresh.get(0)));
        }
        assertThat(Screen.of(atOther)).isEqualTo(Screen.BEGIN_AGAIN);

        assertThat(SignInEnd.reached(person.at(second).postRecovery(fresh.get(1))))
                .isTrue();
        assertThat(person.user().credentials("two-factor-recovery-codes")).hasSize(1);
    }

    @Test
    void anEnrolmentBegunAtOneNodeIsConfirmedAtTheOther() {
        TestUser user = realm.user("both", "staff");
        BrowserSession browser = realm.browser().signIn("both", TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);

        browser.at(second)
                .press("confirm", Map.of("code", app.wrong(first.clock().now())));
        assertThat(browser.page().text()).contains("That code did not match");
        browser.at(first).press("confirm", Map.of("code", app.code(first.clock().now())));
        List<String> codes = codes(browser);
        browser.at(second).press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
        assertSetUpOnce(user);
        assertRecovers(new EnrolledUser(realm, user, app, codes).at(second), "");
    }

    @Test
    void aFreshLookAtOneNodeEndsTheKeyThatTheOtherShowed() {
        TestUser user = realm.user("two-tabs", "staff");
        BrowserSession older = realm.browser().signIn("two-tabs", TestRealm.PASSWORD);
        AuthenticatorApp olderApp = EnrolledUser.scanned(older);
        BrowserSession newer = realm.at(second).browser().signIn("two-tabs", TestRealm.PASSWORD);
        AuthenticatorApp newerApp = EnrolledUser.scanned(newer);

        older.press("confirm", Map.of("code", olderApp.code(first.clock().now())));
        assertThat(older.page().text()).contains(GONE);
        newer.press("confirm", Map.of("code", newerApp.code(first.clock().now())));

        assertThat(codes(newer)).hasSize(8);
        assertSetUpOnce(user);
    }

    @Test
    void ofManyConfirmationsOverBothNodesExactlyOneIsStored() {
        TestUser user = realm.user("impatient", "staff");
        BrowserSession browser = realm.browser().signIn("impatient", TestRealm.PASSWORD);
        String code = EnrolledUser.scanned(browser).code(first.clock().now());
        List<BrowserSession> clicks = overBoth(Together.run(8, i -> browser.fork()));

        Together.run(8, i -> clicks.get(i).press("confirm", Map.of("code", code)));

        assertThat(clicks).allMatch(click -> click.page().status() < 500);
        assertSetUpOnce(user);
    }

    /** One death of a node, and one of both, serve all who are in the middle of something: a start takes long. */
    @Test
    void nodesThatAreKilledLeaveNothingHalfDoneLoseNobodyAndEndNoWait() {
        TestUser enrolling = realm.user("killed-enrolling", "staff");
        BrowserSession confirming = realm.browser().signIn("killed-enrolling", TestRealm.PASSWORD);
        AuthenticatorApp lost = EnrolledUser.scanned(confirming);
        TestUser scanning = realm.user("killed-scanning", "staff");
        BrowserSession goesOn = realm.browser().signIn("killed-scanning", TestRealm.PASSWORD);
        AuthenticatorApp scanned = EnrolledUser.scanned(goesOn);
        EnrolledUser waiting = enrol("killed-waiting");
        waiting.wrongCodes(6);
        EnrolledUser recovering = enrol("killed-recovering");
        String recoveryCode = recovering.recoveryCodes().get(4);
        BrowserSession accepted = recovering.recoveryPage().press("verify", Map.of("code", recoveryCode));
        String lostCode = lost.code(first.clock().now());

        killWhileIn(
                // The code is claimed; the session is about to be stored.
                new Hanging("offline_user_session", () -> accepted.press("continue")),
                new Hanging("two_factor_attempt", () -> confirming.fork().press("confirm", Map.of("code", lostCode))));
        try {
            TestRealm there = realm.at(second);
            assertThat(waiting.at(second).post(waiting.codeToCome()).page().text())
                    .contains(WAITING);
            EnrolledUser scanner = assertSetUpGoesOn(there, goesOn, scanned, scanning);
            EnrolledUser enrolled = assertSetUpBeginsAnew(there, lost, enrolling);
            assertRecoveryCodeStaysUsed(recovering.at(second), recoveryCode);
            assertRecovers(recovering.at(second), recoveryCode);
            assertRecovers(waiting.at(second), "");
            assertRecovers(enrolled, "");
            waiting.at(second).wrongCodes(6);
            StoredAttempts before = waiting.at(second).stored("totp");
            second.kill();
            cluster.start();

            assertThat(waiting.stored("totp")).isEqualTo(before);
            assertWaits(waiting);
            assertThat(recovering.at(second).postRecovery(recoveryCode).page().text())
                    .contains(USED);
            assertRecovers(waiting, "");
            assertRecovers(scanner.at(first), "");
        } finally {
            cluster.start();
        }
    }

    /** The key that the dead node showed is confirmed at the other. */
    private static EnrolledUser assertSetUpGoesOn(
            TestRealm there, BrowserSession browser, AuthenticatorApp app, TestUser user) {
        browser.at(second)
                .press("confirm", Map.of("code", app.code(second.clock().now())));
        List<String> codes = codes(browser);
        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertSetUpOnce(user.at(there));
        return new EnrolledUser(there, user.at(there), app, codes);
    }

    /** The node died while it stored the key: nothing is stored, and another key is shown. */
    private static EnrolledUser assertSetUpBeginsAnew(TestRealm there, AuthenticatorApp lost, TestUser user) {
        assertThat(user.at(there).credentials("otp")).isEmpty();
        assertThat(user.at(there).credentials("two-factor-recovery-codes")).isEmpty();
        BrowserSession browser = there.browser().signIn(user.name(), TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        browser.press("confirm", Map.of("code", lost.code(second.clock().now())));
        assertThat(browser.page().text()).contains("That code did not match");
        browser.press("confirm", Map.of("code", app.code(second.clock().now())));
        List<String> codes = codes(browser);
        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
        assertSetUpOnce(user.at(there));
        return new EnrolledUser(there, user.at(there), app, codes);
    }

    /** The node died after it had claimed the code and before the person was signed in. */
    private static void assertRecoveryCodeStaysUsed(EnrolledUser person, String code) {
        assertThat(person.stored("recovery-code").claimed()).isEqualTo(1L << 4);
        assertThat(person.postRecovery(code).page().text()).contains(USED);
        assertThat(SignInEnd.reached(person.postRecovery(person.recoveryCodes().get(5))))
                .isTrue();
    }

    /** Kills the first node while each request hangs on a write to its table, and only then lets the tables go. */
    private static void killWhileIn(Hanging... requests) {
        List<HeldLock> locks = new ArrayList<>();
        try {
            List<CompletableFuture<BrowserSession>> hanging = new ArrayList<>();
            for (Hanging request : requests) {
                HeldLock lock = HeldLock.onWriting(second, request.table());
                locks.add(lock);
                CompletableFuture<BrowserSession> answer = CompletableFuture.supplyAsync(request.press());
                hanging.add(answer);
                Await.until("the request to hang on " + request.table(), Duration.ofMinutes(1), () -> {
                    assertThat(answer).isNotDone();
                    return lock.waiting() > 0 ? Optional.of(true) : Optional.empty();
                });
            }
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
            cluster.kill(first);
            assertThat(hanging)
                    .as("each request died with its node")
                    .allMatch(
                            answer -> answer.handle((page, failure) -> failure).join() != null);
        } finally {
            locks.forEach(HeldLock::close);
        }
    }

    private record Hanging(String table, Supplier<BrowserSession> press) {}

    private static EnrolledUser enrol(String name) {
        TestUser user = realm.user(name, "staff");
        BrowserSession browser = realm.browser().signIn(name, TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        browser.press("confirm", Map.of("code", app.code(first.clock().now())));
        List<String> codes = codes(browser);
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
        return new EnrolledUser(realm, user, app, codes);
    }

    private static List<BrowserSession> overBoth(List<BrowserSession> browsers) {
        for (int i = 1; i < browsers.size(); i += 2) {
            browsers.get(i).at(second);
        }
        return browsers;
    }

    /** Posts the codes at once, while the table of attempts drags so that each request meets the others. */
    private static List<BrowserSession> atOnce(List<BrowserSession> browsers, IntFunction<String> codes) {
        try (BrokenDatabase dragging = BrokenDatabase.dragging(first, "two_factor_attempt")) {
            return Together.run(browsers.size(), i -> browsers.get(i).press("verify", Map.of("code", codes.apply(i))));
        }
    }

    private static List<String> codes(BrowserSession browser) {
        return browser.page().document().select("ol li").eachText();
    }

    private static boolean showsKey(BrowserSession browser) {
        return browser.page().has("a[href^=otpauth]");
    }

    /** A right code is refused at both nodes because the wait is on. */
    private static void assertWaits(EnrolledUser person) {
        assertThat(person.post(person.codeToCome()).page().text()).contains(WAITING);
        assertThat(person.at(second).post(person.codeToCome()).page().text()).contains(WAITING);
    }

    private static void assertSetUpOnce(TestUser user) {
        assertThat(user.credentials("otp")).hasSize(1);
        assertThat(user.credentials("two-factor-recovery-codes")).hasSize(1);
    }

    /** Within the wait and a minute the person signs in with the next code, and neither it nor the old one works again. */
    private static void assertRecovers(EnrolledUser person, String old) {
        person.realm().server().clock().advance(WAIT.plusSeconds(5));
        String next = person.nextCode();
        BrowserSession browser = person.post(next);
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertThat(person.post(next).page().text()).contains(USED);
        if (!old.isEmpty()) {
            assertThat(person.post(old).signedIn()).isFalse();
        }
        assertSetUpOnce(person.user());
    }
}
