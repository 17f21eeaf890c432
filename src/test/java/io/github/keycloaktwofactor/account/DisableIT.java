package io.github.keycloaktwofactor.account;

import static io.github.keycloaktwofactor.enrolment.CardOwner.badge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.enrolment.CardOwner;
import io.github.keycloaktwofactor.enrolment.SetupPages;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 9, turning two-factor off: what confirms it, what counts against guessing, and what the organisation has to say. */
class DisableIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String OFF =
            "Two-factor authentication is now off. Your account is protected by your password only.";
    private static final String WRONG_PASSWORD = "Password did not match. Two-factor remains enabled.";
    private static final String WRONG_CODE = "That code did not match. Two-factor remains enabled.";

    @OwnRealm
    private static TestRealm realm;

    private int people;

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff");
        realm.switchOn(settings("PASSWORD"));
    }

    @BeforeEach
    void asByDefault() {
        configure("PASSWORD", "REENROL", "OFFER");
    }

    private static Map<String, String> settings(String confirmation) {
        return Map.of("requiredRoles", "staff", "disableConfirmation", confirmation);
    }

    private static void configure(String confirmation, String whenRequired, String otherSessions) {
        assertThat(realm.configure(Map.of(
                                "requiredRoles", "staff",
                                "disableConfirmation", confirmation,
                                "disableWhenRequired", whenRequired,
                                "endOtherSessions", otherSessions))
                        .ok())
                .isTrue();
    }

    @Test
    void theCurrentPasswordTurnsItOff() {
        CardOwner owner = CardOwner.enrolled(realm, "leaver");
        BrowserSession browser = owner.card();

        browser.press("disable", Map.of("password", TestRealm.PASSWORD));

        assertThat(badge(browser)).isEqualTo("Not configured");
        assertThat(browser.page().text()).contains(OFF).contains("in every app that has one: it no longer works.");
        assertThat(owner.authenticators()).isZero();
        assertThat(owner.sets()).isZero();
        assertThat(owner.askedForACode()).isFalse();
        assertThat(realm.events("REMOVE_CREDENTIAL"))
                .filteredOn(event -> owner.user().id().equals(event.userId()))
                .hasSize(2)
                .allMatch(event -> "disabled".equals(event.details().get("two_factor_change")));
        assertThat(realm.events("REMOVE_TOTP"))
                .anyMatch(event -> owner.user().id().equals(event.userId()));

        browser.reload();
        assertThat(browser.page().text()).as("said once").doesNotContain(OFF).contains("Not configured");
        assertThat(browser.press("leave").callback()).containsEntry("kc_action_status", "cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void withoutTheRightPasswordItStays(String password) {
        CardOwner owner = CardOwner.enrolled(realm, "stays" + password.length());
        BrowserSession browser = owner.card();

        browser.press("disable", Map.of("password", password));

        assertThat(browser.page().text("#two-factor-error"))
                .isEqualTo(
                        password.isEmpty()
                                ? "Enter your current password. Two-factor remains enabled."
                                : WRONG_PASSWORD);
        assertThat(browser.page().has("details[open] input[name=password][aria-invalid][autofocus]"))
                .isTrue();
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.sets()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: password {1}, code {2} -> {3}")
    @CsvSource({
        "CODE, right, none, stays",
        "CODE, none, right, off",
        "CODE, none, wrong, stays",
        "CODE, none, recovery, off",
        "PASSWORD_AND_CODE, right, none, stays",
        "PASSWORD_AND_CODE, none, right, stays",
        "PASSWORD_AND_CODE, wrong, right, stays",
        "PASSWORD_AND_CODE, right, wrong, stays",
        "PASSWORD_AND_CODE, right, right, off",
        "EITHER, right, none, off",
        "EITHER, none, right, off",
        "EITHER, none, none, stays",
        "EITHER, wrong, right, stays",
        "PASSWORD, none, right, stays",
        "CLICK, none, none, off"
    })
    void theConfirmationIsWhatThePolicyAsksFor(String setting, String password, String code, String outcome) {
        configure(setting, "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, setting.toLowerCase() + "-" + password + "-" + code);
        BrowserSession browser = owner.card();

        browser.press("disable", Map.of("password", password(password), "code", code(owner, code)));

        assertThat(badge(browser)).isEqualTo(outcome.equals("off") ? "Not configured" : "Enabled");
        assertThat(owner.authenticators()).isEqualTo(outcome.equals("off") ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"PASSWORD, off", "CODE, off", "PASSWORD_AND_CODE, off", "EITHER, off", "CLICK, off"})
    void whoHasNoPasswordIsAskedForACode(String setting, String outcome) {
        configure(setting, "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, "no-password-" + setting.toLowerCase());
        BrowserSession browser = owner.signedIn();
        owner.user()
                .deleteCredential(owner.user().credentials("password").get(0).id());
        browser.openLogin(Map.of("kc_action", "two-factor-setup"));
        assertThat(browser.page().has("input[name=password]")).isFalse();
        if (!setting.equals("CLICK")) {
            browser.press("disable", Map.of("password", TestRealm.PASSWORD));
            assertThat(owner.authenticators()).as("no code, no end").isEqualTo(1);
        }

        browser.press("disable", Map.of("code", owner.code()));

        assertThat(owner.authenticators()).isZero();
        assertThat(browser.page().text())
                .contains("Two-factor authentication is now off.")
                .doesNotContain("by your password only");
    }

    @Test
    void wrongPasswordsWaitAfterTheSixthInEverySessionAndTheRightOneIsNotLookedAtMeanwhile() {
        CardOwner owner = CardOwner.enrolled(realm, "guessed");
        BrowserSession browser = owner.card();
        for (int i = 1; i <= 5; i++) {
            browser.press("disable", Map.of("password", "guess" + i));
            assertThat(browser.page().text()).contains(WRONG_PASSWORD);
        }
        browser.press("disable", Map.of("password", "guess6"));
        assertThat(browser.page().text())
                .contains("Too many incorrect passwords. You can try again in 30 seconds")
                .doesNotContain(WRONG_PASSWORD);

        BrowserSession other = owner.card();
        other.press("disable", Map.of("password", "guess7"));
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(other.page().text()).contains("Too many incorrect passwords.");
        browser.press("disable", Map.of("password", TestRealm.PASSWORD));
        assertThat(browser.page().text()).contains("Too many incorrect passwords.");
        assertThat(owner.authenticators()).as("not looked at").isEqualTo(1);

        owner.sitsOut(Duration.ofSeconds(125));
        browser.press("disable", Map.of("password", TestRealm.PASSWORD));
        assertThat(owner.authenticators()).isZero();
    }

    @Test
    void wrongPasswordsAtOnceAreAllCounted() {
        CardOwner owner = CardOwner.enrolled(realm, "hammered");
        List<BrowserSession> cards =
                IntStream.range(0, 8).mapToObj(i -> owner.card()).toList();

        List<String> answers = Together.run(
                8,
                i -> cards.get(i)
                        .press("disable", Map.of("password", "guess" + i))
                        .page()
                        .text());

        assertThat(answers.stream().filter(text -> text.contains(WRONG_PASSWORD)))
                .hasSize(5);
    }

    @Test
    void aUsedCodeDoesNotDo() {
        configure("CODE", "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, "reuser");
        String code = owner.code();
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("reuser", TestRealm.PASSWORD)
                .press("verify", Map.of("code", code));

        browser.press("disable", Map.of("code", code));

        assertThat(browser.page().text())
                .contains(
                        "That code has already been used, or a newer one has. Enter another one. Two-factor remains enabled.");
        browser.press("disable", Map.of("code", owner.wrongCode()));
        assertThat(browser.page().text()).contains(WRONG_CODE);
        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @Test
    void aUsedRecoveryCodeIsNotToldToWaitForTheNextOne() {
        configure("CODE", "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, "paper");
        String used = owner.codes().get(0);
        realm.browser().signIn("paper", TestRealm.PASSWORD).press("recovery").press("verify", Map.of("code", used));
        BrowserSession browser = owner.card();
        assertThat(browser.page().text()).contains("Current code from your app, or a recovery code");

        browser.press("disable", Map.of("code", used));

        assertThat(browser.page().text("#two-factor-error"))
                .contains("Enter another one. Two-factor remains enabled.")
                .doesNotContain("Wait for the next");
    }

    @Test
    void usersWithoutRecoveryCodesAreNotToldThatTheyStayTheSame() {
        configure("CODE", "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, "codeless");
        owner.user()
                .credentials("two-factor-recovery-codes")
                .forEach(set -> owner.user().deleteCredential(set.id()));

        BrowserSession browser = owner.card();

        assertThat(browser.page().text())
                .contains("Your current app keeps working until you confirm the new one.")
                .doesNotContain("Your recovery codes stay the same.");
    }

    @Test
    void whoMustHaveItIsBackInTheSetUpAtOnceAndCannotSignOutOfIt() {
        CardOwner owner = CardOwner.enrolled(realm, "required", "staff");
        BrowserSession elsewhere = owner.signedIn();
        BrowserSession browser = owner.signedIn().openLogin(Map.of("kc_action", "two-factor-setup"));

        browser.post(
                browser.action("disable"),
                List.of(Map.entry("do", "disable"), Map.entry("password", TestRealm.PASSWORD)));

        assertThat(browser.page().text())
                .contains("Two-factor authentication is now off.")
                .contains("Two-factor authentication is required by your organisation. Set it up to continue.")
                .contains("Delete the older one.")
                .doesNotContain("protected by your password only");
        assertThat(browser.page().document().select(".two-factor-notice").eachAttr("class"))
                .as("one notice, and no success")
                .containsExactly("two-factor-notice two-factor-warning");
        assertThat(SetupPages.showsKey(browser)).isTrue();
        browser.openLogin(Map.of());
        assertThat(SetupPages.showsKey(browser)).as("at another client").isTrue();
        elsewhere.openLogin(Map.of());
        assertThat(elsewhere.signedIn()).as("in another session").isFalse();
        BrowserSession later = browser.press("leave").signIn("required", TestRealm.PASSWORD);
        assertThat(SetupPages.showsKey(later)).as("after signing out").isTrue();

        later.press(
                "confirm",
                Map.of("code", SetupPages.app(later).code(SERVER.clock().now())));
        later.press("continue", Map.of("saved", "on"));
        assertThat(later.signedIn()).isTrue();
        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @Test
    void theSetUpThatFollowsEndsOnTheCard() {
        CardOwner owner = CardOwner.enrolled(realm, "returner", "staff");
        BrowserSession browser = owner.card().press("disable", Map.of("password", TestRealm.PASSWORD));

        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));
        browser.press("continue", Map.of("saved", "on"));

        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(browser.press("leave").callback()).containsEntry("kc_action_status", "success");
    }

    @Test
    void anOldCodeIsDeadOnceItIsSetUpAgain() {
        CardOwner owner = CardOwner.enrolled(realm, "old-code", "staff");
        BrowserSession browser = owner.card().press("disable", Map.of("password", TestRealm.PASSWORD));
        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));
        browser.press("continue", Map.of("saved", "on"));

        assertThat(owner.signsIn(owner.code())).isFalse();
        BrowserSession recovering =
                realm.browser().signIn("old-code", TestRealm.PASSWORD).press("recovery");
        recovering.press("verify", Map.of("code", owner.codes().get(0)));
        assertThat(recovering.page().text()).contains("That recovery code did not match");
    }

    @Test
    void whereItIsForbiddenThereIsTheReasonAndNoWay() {
        CardOwner owner = CardOwner.enrolled(realm, "forbidden", "staff");
        configure("CLICK", "FORBID", "OFFER");
        BrowserSession browser = owner.card();
        assertThat(browser.page().offers("disable")).isFalse();
        assertThat(browser.page().text())
                .contains(
                        "Your organisation has made two-factor authentication mandatory, so it can't be disabled here."
                                + " You can replace your authenticator app instead.");

        browser.post(
                browser.action("replace"),
                List.of(Map.entry("do", "disable"), Map.entry("password", TestRealm.PASSWORD)));

        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(owner.authenticators()).isEqualTo(1);
        CardOwner free = CardOwner.enrolled(realm, "not-forbidden");
        assertThat(free.card().page().offers("disable")).isTrue();
    }

    /** What is set up must not be lost before the policy is enforced. */
    @Test
    void whereItIsForbiddenItStaysSoWhileTheRealmOnlyReports() {
        CardOwner owner = CardOwner.enrolled(realm, "only-reported", "staff");
        assertThat(realm.configure(Map.of(
                                "requiredRoles", "staff", "disableWhenRequired", "FORBID", "mode", "REPORT_ONLY"))
                        .ok())
                .isTrue();
        BrowserSession browser = owner.card();
        assertThat(browser.page().offers("disable")).isFalse();

        browser.post(
                browser.action("replace"),
                List.of(Map.entry("do", "disable"), Map.entry("password", TestRealm.PASSWORD)));

        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @Test
    void whoHasNotGivenACodeInThisSignInDisablesNothing() {
        configure("CLICK", "REENROL", "OFFER");
        CardOwner owner = CardOwner.enrolled(realm, "forger");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("forger", TestRealm.PASSWORD);
        String address = browser.action("verify");

        browser.post(address, List.of(Map.entry("do", "disable"), Map.entry("password", TestRealm.PASSWORD)));
        browser.post(
                address.replace("execution=two-factor-policy", "execution=two-factor-setup"),
                List.of(Map.entry("do", "disable"), Map.entry("password", TestRealm.PASSWORD)));

        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(browser.signedIn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"OFFER, true, false", "OFFER, false, true", "NEVER, true, true", "ALWAYS, false, false"})
    void otherSessionsEndAsThePolicyAndThePersonSay(String setting, boolean ticked, boolean goesOn) {
        configure("CLICK", "REENROL", setting);
        people++;
        CardOwner owner = CardOwner.enrolled(realm, "sessions-" + setting.toLowerCase() + ticked + people);
        Tokens elsewhere = owner.signedIn().tokens();
        BrowserSession browser = owner.card();
        assertThat(browser.page().has("input[name=endSessions]")).isEqualTo(setting.equals("OFFER"));

        browser.post(
                browser.action("disable"),
                ticked
                        ? List.of(Map.entry("do", "disable"), Map.entry("endSessions", "on"))
                        : List.of(Map.entry("do", "disable")));

        assertThat(owner.authenticators()).isZero();
        assertThat(realm.refresh(elsewhere.refreshToken()).ok()).isEqualTo(goesOn);
        assertThat(browser.press("leave").callback())
                .as("its own session goes on")
                .containsKey("code");
    }

    private static String password(String kind) {
        return switch (kind) {
            case "right" -> TestRealm.PASSWORD;
            case "wrong" -> "not-the-password";
            default -> "";
        };
    }

    private static String code(CardOwner owner, String kind) {
        return switch (kind) {
            case "right" -> owner.code();
            case "wrong" -> owner.wrongCode();
            case "recovery" -> owner.codes().get(0);
            default -> "";
        };
    }
}
