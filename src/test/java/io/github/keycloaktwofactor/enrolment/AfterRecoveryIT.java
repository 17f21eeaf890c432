package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a sign-in with a recovery code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AfterRecoveryIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(Map.of("requireEveryone", "true"));
        realm.client("bare", Map.of());
        realm.flows().bindPasswordOnly("bare");
    }

    @BeforeEach
    void startAtTheDefaults() {
        configure(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "bare"})
    void thePersonReadsHowManyAreLeftAndMayGoOn(String client) {
        EnrolledUser person = person("left-" + client, Map.of());

        BrowserSession browser = use(person, client, 0);

        assertThat(browser.page().text())
                .contains("You signed in with a recovery code")
                .contains("That code is now used up. You have 7 recovery codes left.")
                .contains("Lost your phone? Set up a new authenticator app now so the old one stops working.")
                .doesNotContain("running low");
        assertThat(browser.signedIn()).isFalse();
        browser.reload();
        assertThat(browser.recovered()).as("a reload shows it again").isTrue();
        browser.press("continue");
        assertThat(browser.callback()).containsKey("code");
        assertThat(realm.awaitEvent("LOGIN", event -> person.user().id().equals(event.userId()))
                        .detail("two_factor"))
                .isEqualTo("recovery-code");

        browser.openLogin();
        assertThat(browser.signedIn()).as("the cookie leads past it").isTrue();
    }

    @Test
    void fromTheThresholdOnThePageWarns() {
        EnrolledUser person = person("low", Map.of("recoveryCodeCount", "4", "lowCodesThreshold", "2"));
        assertThat(use(person, 0).page().text())
                .contains("You have 3 recovery codes left.")
                .doesNotContain("running low");

        assertThat(use(person, 1).page().text()).contains("You're running low on recovery codes: 2 left.");
        assertThat(use(person, 2).page().text())
                .contains("That code is now used up. You have 1 recovery code left.")
                .contains("You're running low on recovery codes: 1 left.");
    }

    @Test
    void newCodesAreMadeAfterAQuestionAndTheOldOnesEnd() {
        EnrolledUser person = person("renews", Map.of("lowCodesThreshold", "7"));
        BrowserSession browser = use(person, 0).press("regenerate");
        assertThat(browser.page().text())
                .contains("Generate new recovery codes? Old codes will stop working immediately.");
        assertThat(codes(browser)).isEmpty();
        browser.press("leave");
        assertThat(browser.recovered()).as("the old ones are kept").isTrue();

        browser.press("regenerate").press("regenerate");
        assertThat(codes(browser)).hasSize(8).doesNotContainAnyElementsOf(person.recoveryCodes());
        assertThat(browser.signedIn()).isFalse();
        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
        assertThat(person.postRecovery(person.recoveryCodes().get(1)).page().text())
                .contains("That recovery code did not match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void afterTheLastCodeNothingLeadsPastANewSet(String count) {
        EnrolledUser person = person("last-" + count, Map.of("recoveryCodeCount", count));
        for (int i = 0; i < person.recoveryCodes().size() - 1; i++) {
            assertThat(use(person, i).onward().signedIn()).isTrue();
        }
        BrowserSession browser = use(person, person.recoveryCodes().size() - 1);

        assertThat(browser.page().text())
                .contains("You used your last recovery code. Save a new set before you continue.");
        assertThat(browser.page().offers("continue")).isFalse();
        assertHeldUp(post(browser, "continue"));
        assertHeldUp(post(browser, "continue&saved=on"));
        assertHeldUp(post(browser, "leave-it"));
        assertHeldUp(browser.fork().reload());
        assertHeldUp(browser.fork().press("replace"));
        for (String action :
                List.of("two-factor-policy", "two-factor-setup", "two-factor-recovery-codes", "UPDATE_PASSWORD")) {
            assertThat(browser.fork().openLogin(Map.of("kc_action", action)).signedIn())
                    .as(action)
                    .isFalse();
        }

        browser.reload().press("regenerate");
        assertThat(codes(browser)).hasSize(Integer.parseInt(count));
        browser.press("continue");
        assertThat(browser.signedIn()).as("not yet saved").isFalse();
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
    }

    @Test
    void thePolicyCanDemandANewSetEarlier() {
        EnrolledUser person = person("earlier", Map.of("recoveryCodeCount", "3", "forceRegenerateAtOrBelow", "9"));

        BrowserSession browser = use(person, 0);

        assertThat(browser.page().text())
                .contains("You have 2 recovery codes left.", "Save a new set of recovery codes before you continue.");
        assertHeldUp(post(browser, "continue"));
        configure(Map.of("recoveryCodeCount", "3"));
        browser.reload();
        assertThat(browser.signedIn()).as("decided afresh at every look").isTrue();
    }

    @Test
    void theKeyOfANewAppFollowsWhenThePersonWantsOne() {
        EnrolledUser person = person("replaces", Map.of());

        BrowserSession browser = use(person, 0).press("replace");

        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().text()).contains("Replace authenticator app", "Your current app keeps working");
        assertThat(person.user().requiredActions())
                .as("nothing of ours stays on a user")
                .isEmpty();
        browser.press("leave");
        assertThat(browser.page().text()).contains("Authenticator app (TOTP)", "Enabled");
        assertThat(browser.page().offers("confirm")).isFalse();
        browser.press("leave");
        assertThat(browser.signedIn()).isTrue();
    }

    @Test
    void aNewAppEndsOnAShortPageAndTheSignInGoesOn() {
        EnrolledUser person = person("new-phone", Map.of());
        BrowserSession browser = use(person, 0).press("replace");
        AuthenticatorApp app = SetupPages.app(browser);

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertShortPage(browser);
        assertShortPage(browser.reload());
        browser.press("continue");
        assertThat(browser.signedIn()).isTrue();
        assertThat(person.user().credentials("otp")).hasSize(1);
    }

    @Test
    void theShortPageLeadsToTheCard() {
        BrowserSession browser = use(person("new-phone-card", Map.of()), 0).press("replace");
        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));

        assertThat(browser.press("manage").page().text())
                .contains("Authenticator app (TOTP)", "7 of 8 recovery codes left");
    }

    /** The card is for those who came for it. */
    private static void assertShortPage(BrowserSession browser) {
        assertThat(browser.page().text())
                .contains(
                        "Your new authenticator app is active. The old one no longer works.",
                        "Delete the older one.",
                        "7 of 8 recovery codes left")
                .doesNotContain("Authenticator app (TOTP)", "Disable two-factor");
        assertThat(browser.page().document().select("button[name=do]").eachAttr("value"))
                .containsExactly("continue", "manage");
    }

    @Test
    void theWayOnNamesTheApplication() {
        EnrolledUser person = person("named", Map.of());
        realm.client("portal", Map.of("name", "Acme <b>Portal</b>"));

        BrowserSession browser = use(person, "portal", 0);
        assertThat(browser.page().text("button[value=continue]")).isEqualTo("Not now, continue to Acme <b>Portal</b>");
        browser.press("replace");
        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));

        assertThat(browser.page().text("button[value=continue]")).isEqualTo("Continue to Acme <b>Portal</b>");
        assertThat(browser.press("continue").signedIn()).isTrue();
    }

    @Test
    void newCodesAreOfferedOnlyWhereFewAreLeft() {
        EnrolledUser person = person("few", Map.of("recoveryCodeCount", "4", "lowCodesThreshold", "2"));

        assertThat(use(person, 0).page().offers("regenerate")).isFalse();
        assertThat(use(person, 1).page().offers("regenerate")).isTrue();
    }

    @Test
    void whoMustRenewIsNotAskedWhetherToKeepTheOldOnes() {
        EnrolledUser person = person("must", Map.of("recoveryCodeCount", "4", "forceRegenerateAtOrBelow", "3"));

        BrowserSession browser = use(person, 0).press("regenerate");

        assertThat(codes(browser)).hasSize(4);
        assertThat(browser.press("continue", Map.of("saved", "on")).signedIn()).isTrue();
    }

    @Test
    void whoMustRenewAndWantsTheSetUpPageGetsBothInTurn() {
        EnrolledUser person = person("both", Map.of("recoveryCodeCount", "1"));

        BrowserSession browser = use(person, 0).press("replace");
        assertHeldUp(browser);
        assertThat(browser.page().offers("replace")).as("said once").isFalse();
        browser.press("regenerate").press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().text()).contains("Authenticator app (TOTP)", "Enabled");
    }

    @Test
    void withTheSetUpPageOffItIsNotOffered() {
        EnrolledUser person = person("no-set-up", Map.of());
        realm.enableAction("two-factor-setup", false);
        try {
            BrowserSession browser = use(person, 0);
            assertThat(browser.page().offers("replace")).isFalse();
            assertThat(browser.page().offers("continue")).isTrue();
        } finally {
            realm.enableAction("two-factor-setup", true);
        }
    }

    @Test
    void whoeverWaitsTooLongForNewCodesSignsInAgainForThem() {
        EnrolledUser person = person("dawdler", Map.of("recoveryCodeCount", "4", "forceRegenerateAtOrBelow", "3"));
        BrowserSession browser = use(person, 0);
        assertHeldUp(browser);
        SERVER.clock().advance(Duration.ofSeconds(200));
        browser.reload();
        SERVER.clock().advance(Duration.ofSeconds(101));

        browser.press("regenerate");
        assertThat(browser.page().has("ol#two-factor-codes")).isFalse();
        assertThat(browser.page().offers("regenerate")).isFalse();
        assertThat(browser.page().offers("continue")).isFalse();
        assertHeldUp(browser.postRaw(browser.action("restart"), "application/x-www-form-urlencoded", "do=continue"));
        browser.press("restart").signIn(person.user().name(), TestRealm.PASSWORD);
        browser.press("recovery")
                .press("verify", Map.of("code", person.recoveryCodes().get(1)));
        assertHeldUp(browser);
        browser.press("regenerate").press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
    }

    /** The way to a newer sign-in would lead over a code that there may be no more. */
    @Test
    void whoeverWaitsTooLongAfterTheLastCodeIsNotHeldUp() {
        EnrolledUser person = person("last-dawdler", Map.of("recoveryCodeCount", "1"));
        BrowserSession browser = use(person, 0);
        assertHeldUp(browser);
        SERVER.clock().advance(Duration.ofSeconds(200));
        browser.reload();
        SERVER.clock().advance(Duration.ofSeconds(101));

        browser.reload();
        assertThat(browser.page().offers("regenerate")).isFalse();
        assertThat(browser.press("continue").signedIn()).isTrue();
    }

    @Test
    void aSignInWithTheAppAndThePasswordGrantSeeNoSuchPage() {
        EnrolledUser person = person("app-user", Map.of());

        assertThat(person.codePage()
                        .press("verify", Map.of("code", person.nextCode()))
                        .signedIn())
                .isTrue();
        assertThat(realm.directGrant(
                                person.user().name(),
                                TestRealm.PASSWORD,
                                person.recoveryCodes().get(0))
                        .ok())
                .isTrue();
    }

    private EnrolledUser person(String name, Map<String, String> settings) {
        configure(settings);
        EnrolledUser person = EnrolledUser.enrolled(realm, name);
        SERVER.clock().advance(Duration.ofSeconds(30));
        return person;
    }

    private void configure(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("requireEveryone", "true");
        assertThat(realm.configure(all).ok()).isTrue();
    }

    private BrowserSession use(EnrolledUser person, int code) {
        return use(person, "app", code);
    }

    private BrowserSession use(EnrolledUser person, String client, int code) {
        return person.codePage(client)
                .press("verify", Map.of("code", person.recoveryCodes().get(code)));
    }

    /** Presses a button that the page does not have. */
    private static BrowserSession post(BrowserSession browser, String button) {
        return browser.postRaw(browser.action("regenerate"), "application/x-www-form-urlencoded", "do=" + button);
    }

    private static void assertHeldUp(BrowserSession browser) {
        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.recovered()).as(browser.page().text()).isTrue();
        assertThat(browser.page().text()).contains("Save a new set");
    }
}
