package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.CardOwner.badge;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The card "Authenticator app (TOTP)": what it says in each state, and that every change leads back to it. */
@Tag("fast")
class SetupCardIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String STEP_UP = "For your security, confirm it's you before changing this.";

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff", "recoveryCodeCount", "4"));
    }

    @Test
    void aPersonEnablesTwoFactorAndIsBackOnTheCard() {
        realm.user("alice");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("alice", TestRealm.PASSWORD);
        assertThat(badge(browser)).isEqualTo("Not configured");
        assertThat(browser.press("enable").page().text()).contains("Pending confirmation");
        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));
        browser.press("continue", Map.of("saved", "on"));

        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(browser.page().text())
                .contains("Two-factor authentication is now active.")
                .contains("Confirmed on ")
                .contains("4 of 4 recovery codes left")
                .doesNotContain("running low")
                .doesNotContain("Your organisation requires");
        assertThat(browser.page().offers("test")).isTrue();
        assertThat(browser.page().has("details#two-factor-disable:not([open])")).isTrue();
        assertThat(browser.page().attribute("time", "datetime"))
                .startsWith("20")
                .endsWith("Z");

        browser.reload();
        assertThat(browser.page().text()).as("said once").doesNotContain("is now active");
        browser.press("leave");
        assertThat(browser.callback()).containsEntry("kc_action_status", "success");
    }

    @Test
    void usersWhoLeaveWithoutTwoFactorHaveCancelled() {
        realm.user("undecided");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("undecided", TestRealm.PASSWORD);

        assertThat(browser.press("leave").callback()).containsEntry("kc_action_status", "cancelled");
    }

    @Test
    void signOutAndTestAsksForACodeAndComesBackToTheCard() {
        realm.user("tester");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("tester", TestRealm.PASSWORD)
                .press("enable");
        var app = SetupPages.app(browser);
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())))
                .press("continue", Map.of("saved", "on"))
                .press("test");

        browser.signIn("tester", TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains("Two-factor verification");
        browser.press("verify", Map.of("code", app.code(SERVER.clock().awaitStepStart(30))));
        assertThat(badge(browser)).isEqualTo("Enabled");
    }

    @Test
    void theCardSaysThatTheOrganisationRequiresIt() {
        CardOwner owner = CardOwner.enrolled(realm, "required", "staff");

        assertThat(owner.card().page().text())
                .contains("Your organisation requires two-factor authentication for your account.")
                .contains("If you disable it, you must set it up again before you can continue.");
    }

    @Test
    void theCardSaysWhenTheAppWasLastUsed() {
        CardOwner owner = CardOwner.enrolled(realm, "user-of-the-app");
        SERVER.clock().advance(Duration.ofDays(40));
        BrowserSession browser = owner.card();

        List<String> days =
                browser.page().document().select("time[data-two-factor-time]").eachAttr("datetime");
        assertThat(days).hasSize(2);
        Duration between = Duration.between(Instant.parse(days.get(0)), Instant.parse(days.get(1)));
        assertThat(between).isBetween(Duration.ofDays(39), Duration.ofDays(41));
        assertThat(browser.page().text()).contains("Last used ");
    }

    @Test
    void newCodesAreMadeOnlyAfterTheQuestionAndTheOldOnesAreDead() {
        CardOwner owner = CardOwner.enrolled(realm, "regenerator");
        BrowserSession browser = owner.card().press("regenerate");
        assertThat(browser.page().text())
                .contains("Generate new recovery codes? Old codes will stop working immediately.");
        assertThat(codes(browser)).isEmpty();

        browser.press("leave");
        assertThat(badge(browser)).as("kept").isEqualTo("Enabled");

        browser.press("regenerate").press("regenerate");
        List<String> fresh = codes(browser);
        assertThat(fresh).hasSize(4).doesNotContainAnyElementsOf(owner.codes());
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.page().text())
                .contains("New recovery codes are ready. Your old codes no longer work.")
                .contains("4 of 4 recovery codes left");
        assertThat(browser.page().body()).doesNotContain(fresh.get(0));
        assertThat(recovers(owner, owner.codes().get(0))).isFalse();
        assertThat(recovers(owner, fresh.get(0))).isTrue();
        assertThat(realm.events("UPDATE_CREDENTIAL"))
                .anyMatch(event -> "codes".equals(event.details().get("two_factor_change")));
    }

    @Test
    void aSixthSetWithinAnHourIsRefusedWhicheverPageItIsAskedForAt() {
        CardOwner owner = CardOwner.enrolled(realm, "collector");
        BrowserSession browser = owner.card().press("regenerate").press("regenerate");
        for (int i = 1; i < 5; i++) {
            assertThat(codes(browser)).hasSize(4);
            // The page of the codes, left and come back to.
            browser.reload().press("regenerate");
        }
        List<String> last = codes(browser);
        assertThat(last).hasSize(4);

        for (String where : List.of("codes", "card", "action")) {
            BrowserSession page = switch (where) {
                case "codes" -> browser.reload();
                case "card" -> owner.card().press("regenerate");
                default -> owner.signedIn().openLogin(Map.of("kc_action", "two-factor-recovery-codes"));
            };
            page.press("regenerate");
            assertThat(codes(page)).as(where).isEmpty();
            assertThat(page.page().text(".two-factor-danger"))
                    .as(where)
                    .isEqualTo("You have generated new recovery codes too often within the last hour."
                            + " Your current codes have not changed. Try again later.");
            if (where.equals("codes")) {
                page.press("continue", Map.of("saved", "on"));
            }
        }
        assertThat(recovers(owner, last.get(0))).isTrue();
        SERVER.clock().advance(Duration.ofHours(1));
        assertThat(codes(owner.card().press("regenerate").press("regenerate"))).hasSize(4);
    }

    @Test
    void whoHasNoCodesLeftIsNotToldThatTheyHaveNotChanged() {
        CardOwner owner = CardOwner.enrolled(realm, "spender");
        BrowserSession browser = owner.card().press("regenerate").press("regenerate");
        for (int i = 1; i < 5; i++) {
            browser.reload().press("regenerate");
        }
        browser.press("continue", Map.of("saved", "on"));
        owner.user()
                .credentials("two-factor-recovery-codes")
                .forEach(set -> owner.user().deleteCredential(set.id()));

        BrowserSession page = owner.card().press("regenerate");

        assertThat(page.page().text(".two-factor-danger"))
                .isEqualTo("You have generated new recovery codes too often within the last hour. Try again later.");
    }

    @Test
    void theCodePageTellsWhatTheUsersOwnRecoveryCodesLookLike() {
        try (TestRealm lengthy = SERVER.realm()) {
            lengthy.switchOn(Map.of("requireEveryone", "false", "recoveryCodeGroups", "3"));
            CardOwner.enrolled(lengthy, "lengthy");
            lengthy.configure(Map.of("requireEveryone", "false"));

            BrowserSession page =
                    lengthy.browser().signIn("lengthy", TestRealm.PASSWORD).press("recovery");
            assertThat(page.page().text()).contains("Looks like XXXX-XXXX-XXXX. You can use any code");
            page.press("verify", Map.of("code", "no code"));

            assertThat(page.page().text())
                    .contains("Enter a recovery code from your list. It looks like XXXX-XXXX-XXXX.");
        }
    }

    @Test
    void fewCodesLeftAreSaidWithTheButtonThere() {
        CardOwner owner = CardOwner.enrolled(realm, "low");
        recovers(owner, owner.codes().get(2));

        assertThat(owner.card().page().text())
                .contains("3 of 4 recovery codes left")
                .contains("You're running low on recovery codes: 3 left. Generate a new set and save it.");
    }

    @Test
    void noCodesAreSaidInRed() {
        CardOwner owner = CardOwner.enrolled(realm, "none-left");
        owner.user()
                .deleteCredential(owner.user()
                        .credentials("two-factor-recovery-codes")
                        .get(0)
                        .id());

        BrowserSession browser = owner.card();
        assertThat(browser.page().text(".two-factor-danger"))
                .isEqualTo("You have no recovery codes. Without them, losing your phone means losing access.");
        assertThat(codes(browser.press("regenerate")))
                .as("there are none to keep")
                .hasSize(4);
    }

    @Test
    void aLookChangesNothingAndNeitherDoesAReload() {
        CardOwner owner = CardOwner.enrolled(realm, "looker");
        BrowserSession browser = owner.card();
        String address = browser.page().uri().toString();
        for (String button : List.of("regenerate", "replace", "disable", "confirm")) {
            browser.open(address + "&do=" + button + "&password=" + TestRealm.PASSWORD);
            assertThat(badge(browser)).isEqualTo("Enabled");
        }

        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.sets()).isEqualTo(1);
        assertThat(recovers(owner, owner.codes().get(0))).isTrue();
    }

    @Test
    void aCardThatWasLeftOpenAsksAgainBeforeItChangesAnything() {
        CardOwner owner = CardOwner.enrolled(realm, "left-open");
        for (String button : List.of("regenerate", "replace", "disable")) {
            BrowserSession browser = owner.signedIn().openLogin(Map.of("kc_action", "two-factor-setup"));
            assertThat(badge(browser)).as("the cookie is fresh enough").isEqualTo("Enabled");
            SERVER.clock().advance(Duration.ofSeconds(290));
            browser.reload();
            SERVER.clock().advance(Duration.ofSeconds(15));

            browser.press(button, Map.of("password", TestRealm.PASSWORD));
            assertThat(browser.page().text()).as(button).contains(STEP_UP);
            assertThat(codes(browser)).isEmpty();
            assertThat(SetupPages.showsKey(browser)).isFalse();
        }
        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regenerate", "replace", "disable", "remove-device", "remove-devices"})
    void aCardThatWasLeftOpenLosesWhatItsOwnSignInProved(String button) {
        CardOwner owner = CardOwner.enrolled(realm, "left-alone-" + button);
        BrowserSession browser = owner.card();
        leave(browser);

        browser.post(
                browser.action("replace"),
                List.of(Map.entry("do", button), Map.entry("password", TestRealm.PASSWORD), Map.entry("device", "x")));

        assertThat(browser.page().text()).contains(STEP_UP);
        assertThat(codes(browser)).isEmpty();
        assertThat(SetupPages.showsKey(browser)).isFalse();
        assertThat(owner.authenticators()).isEqualTo(1);
        browser.press("restart").signIn(owner.user().name(), TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains("Two-factor verification");
    }

    @Test
    void aKeyThatIsOnThePageCanBeConfirmedForAsLongAsItLives() {
        CardOwner owner = CardOwner.enrolled(realm, "slow-hand");
        BrowserSession browser = owner.card();
        SERVER.clock().advance(Duration.ofSeconds(290));
        browser.reload().press("replace");
        var app = SetupPages.app(browser);
        SERVER.clock().advance(Duration.ofSeconds(60));

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(browser.page().text()).contains("Your new authenticator app is active.");
    }

    @Test
    void theShortestAgeAsksForASignInBeforeThePageAndNotOnIt() {
        CardOwner owner = CardOwner.enrolled(realm, "in-a-hurry");
        maxAuthAge("0");
        try {
            BrowserSession browser = owner.card();
            SERVER.clock().advance(Duration.ofSeconds(60));
            assertThat(SetupPages.showsKey(browser.press("replace"))).isTrue();

            browser = owner.signedIn();
            SERVER.clock().advance(Duration.ofSeconds(1));
            browser.openLogin(Map.of("kc_action", "two-factor-setup"));
            assertThat(browser.page().has("input[name=password]")).isTrue();
        } finally {
            maxAuthAge("300");
        }
    }

    /** For longer than a second factor counts for changes, and not so long that Keycloak ends the page. */
    private static void leave(BrowserSession browser) {
        SERVER.clock().advance(Duration.ofSeconds(200));
        browser.open(browser.page().uri().toString());
        assertThat(badge(browser)).isEqualTo("Enabled");
        SERVER.clock().advance(Duration.ofSeconds(101));
    }

    @Test
    void signInAgainLeadsThroughTheCodeBackToTheCard() {
        CardOwner owner = CardOwner.enrolled(realm, "again");
        BrowserSession browser = owner.signedIn().openLogin(Map.of("kc_action", "two-factor-setup"));
        SERVER.clock().advance(Duration.ofSeconds(290));
        browser.reload();
        SERVER.clock().advance(Duration.ofSeconds(15));
        browser.press("replace").press("restart").signIn("again", TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains("Two-factor verification");

        browser.press("verify", Map.of("code", owner.code()));
        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(SetupPages.showsKey(browser.press("replace"))).isTrue();
    }

    @Test
    void enablingEndsTheOtherSessionsUnlessTheBoxIsUnticked() {
        realm.user("elsewhere");
        Tokens elsewhere =
                realm.browser().signIn("elsewhere", TestRealm.PASSWORD).tokens();
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("elsewhere", TestRealm.PASSWORD)
                .press("enable");
        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));
        assertThat(browser.page().has("input[name=endSessions][checked]")).isTrue();
        browser.press("continue", Map.of("saved", "on", "endSessions", "on"));

        assertThat(realm.refresh(elsewhere.refreshToken()).ok()).isFalse();
        assertThat(browser.press("leave").tokens().ok()).isTrue();
    }

    private static void maxAuthAge(String seconds) {
        realm.configure(Map.of("requiredRoles", "staff", "recoveryCodeCount", "4", "max_auth_age", seconds));
    }

    private static boolean recovers(CardOwner owner, String code) {
        BrowserSession browser =
                realm.browser().signIn(owner.user().name(), TestRealm.PASSWORD).press("recovery");
        return !browser.press("verify", Map.of("code", code))
                .page()
                .text()
                .contains("That recovery code did not match");
    }
}
