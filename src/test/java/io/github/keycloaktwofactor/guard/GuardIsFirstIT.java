package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 9, taking away needs proof: somebody who knows only the password meets the guard before any other action. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardIsFirstIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(Map.of("requireEveryone", "true"));
        realm.client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.register("delete_credential");
        realm.enableAction("delete_credential", true);
        realm.enableAction("webauthn-register", true);
        realm.enableAction("webauthn-register-passwordless", true);
        realm.enableAction("CONFIGURE_RECOVERY_AUTHN_CODES", true);
    }

    @Test
    void theGuardMovesItselfBeforeAllOtherActionsAtTheFirstSignInAndSaysSoOnce() {
        // A realm of its own: here the console's switch has just put the guard in the last place.
        TestRealm fresh = realm.server().realm().switchOn(Map.of("requireEveryone", "true"));
        assertThat(placeOfGuard(fresh)).isPositive();
        EnrolledUser person = EnrolledUser.imported(fresh, "first");
        person.user().requiredActions("UPDATE_PASSWORD");
        fresh.client("bare", Map.of()).flows().bindPasswordOnly("bare");

        BrowserSession browser = passwordAlone(fresh, person, Map.of());

        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(placeOfGuard(fresh)).isZero();
        passwordAlone(fresh, person, Map.of());
        assertThat(told(fresh)).isEqualTo(logged(1));
        assertThat(movedByItself(fresh)).hasSize(1);
        assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                .isEqualTo(Screen.NEW_PASSWORD);

        // An admin who moves it down again moves it for one sign-in.
        fresh.actionPriority(TestRealm.POLICY, 5000);
        assertThat(Screen.of(passwordAlone(fresh, person, Map.of()))).isEqualTo(Screen.CODE);
        assertThat(placeOfGuard(fresh)).isZero();
        assertThat(told(fresh)).isEqualTo(logged(2));
        List<JsonNode> moved = movedByItself(fresh);
        assertThat(moved).hasSize(2).allSatisfy(event -> {
            assertThat(event.path("operationType").asText()).isEqualTo("UPDATE");
            assertThat(event.path("resourceType").asText()).isEqualTo("REQUIRED_ACTION");
            assertThat(event.path("authDetails").has("userId")).isFalse();
        });
        assertThat(moved.get(0).path("representation").asText())
                .contains("\"priority\":" + fresh.action(TestRealm.POLICY).path("priority"));
        fresh.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIGURE_TOTP, STOCK_SET_UP",
        "UPDATE_PASSWORD, NEW_PASSWORD",
        "webauthn-register, PASSKEY_SET_UP",
        "webauthn-register-passwordless, PASSKEY_SET_UP",
        "CONFIGURE_RECOVERY_AUTHN_CODES, STOCK_RECOVERY_CODES",
        "UPDATE_PROFILE, PROFILE"
    })
    void anActionThatAnAdminPutOnTheUserComesAfterTheCode(String action, Screen afterwards) {
        EnrolledUser person = EnrolledUser.imported(realm, "pending-" + action.toLowerCase());
        person.user().requiredActions(action);
        realm.actionPriority(TestRealm.POLICY, 5000);

        BrowserSession browser = passwordAlone(realm, person, Map.of());

        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.CODE);
        assertThat(Screen.of(browser.press("verify", Map.of("code", person.wrongCode()))))
                .isEqualTo(Screen.CODE);
        assertThat(person.user().requiredActions()).containsExactly(action);
        assertThat(person.user().credentials("otp")).hasSize(1);
        assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                .isEqualTo(afterwards);
    }

    @Test
    void anActionThatTheFlowAsksForIsTakenOff() {
        // The flow finds no security key and puts its registration on the session, for anybody who has the password.
        realm.client("strict", Map.of());
        String flow = realm.flows().create("password-and-key", "auth-username-password-form", "webauthn-authenticator");
        realm.updateClient("strict", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        EnrolledUser person = EnrolledUser.imported(realm, "session-level");

        BrowserSession browser =
                realm.browser().open(realm.authUrl("strict", Map.of())).signIn(person.name(), TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(person.user().credentials("webauthn")).isEmpty();
        assertThat(person.user().requiredActions()).isEmpty();
        assertThat(Screen.of(browser.fork().open(withExecution(browser, "webauthn-register"))))
                .isIn(Screen.CODE, Screen.EXPIRED);
        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.CODE);
        assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                .isEqualTo(Screen.SIGNED_IN);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIGURE_TOTP, STOCK_SET_UP",
        "webauthn-register, PASSKEY_SET_UP",
        "webauthn-register-passwordless, PASSKEY_SET_UP",
        "CONFIGURE_RECOVERY_AUTHN_CODES, STOCK_RECOVERY_CODES",
        "UPDATE_PASSWORD, NEW_PASSWORD",
        "delete_credential, DELETE_CREDENTIAL",
        "two-factor-setup, ENROLLED",
        "two-factor-recovery-codes, ASK_REGENERATE"
    })
    void anActionThatAnApplicationAsksForComesAfterTheCode(String action, Screen afterwards) {
        EnrolledUser person = EnrolledUser.imported(realm, "asked-" + action.toLowerCase());
        String authenticator = person.user().credentials("otp").get(0).id();
        String parameter = action.equals("delete_credential") ? action + ":" + authenticator : action;

        BrowserSession browser = passwordAlone(realm, person, Map.of("kc_action", parameter));

        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(Screen.of(browser.post(browser.action("verify"), List.of(Map.entry("cancel-aia", "true")))))
                .isEqualTo(Screen.CODE);
        assertThat(person.user().credentials("otp")).hasSize(1);
        assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                .isEqualTo(afterwards);
    }

    @Test
    void whoMustEnrolMeetsTheGuardBeforeEveryOtherWayToAFactor() {
        realm.user("must-enrol").requiredActions("CONFIGURE_TOTP", "webauthn-register");
        realm.actionPriority(TestRealm.POLICY, 5000);

        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "webauthn-register-passwordless"))
                .signIn("must-enrol", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        assertThat(placeOfGuard(realm)).isZero();
    }

    @Test
    void theDefaultResetMailDoesNotHandOverAnEnrolledAccount() {
        assumeThat(System.getProperty("keycloak", "distribution")).isNotEqualTo("container");
        EnrolledUser person = EnrolledUser.imported(realm, "reset");
        try (MailServer mailbox = MailServer.start()) {
            realm.update(Map.of("resetPasswordAllowed", true, "smtpServer", mailbox.settings()));
            BrowserSession browser = realm.browser().openLogin().follow("a[href*=reset-credentials]");
            browser.submit("#kc-reset-password-form", Map.of("username", person.name()));

            browser.open(mailbox.link(person.name()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            assertThat(Screen.of(browser.reload())).isEqualTo(Screen.CODE);
            assertThat(browser.page().text()).doesNotContain("Password accepted");
            browser.press("verify", Map.of("code", person.code()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);
            browser.submit("#kc-passwd-update-form", Map.of("password-new", "changed", "password-confirm", "changed"));
            assertThat(Screen.of(browser)).isIn(Screen.SIGNED_IN, Screen.INFO);
        }
        assertThat(person.user().credentials("otp")).hasSize(1);
        assertThat(Screen.of(realm.browser().signIn(person.name(), "changed"))).isEqualTo(Screen.CODE);
    }

    @Test
    void anAdminsMailDoesNotHandOverAnEnrolledAccount() {
        assumeThat(System.getProperty("keycloak", "distribution")).isNotEqualTo("container");
        EnrolledUser person = EnrolledUser.imported(realm, "mailed");
        try (MailServer mailbox = MailServer.start()) {
            realm.update(Map.of("smtpServer", mailbox.settings()));
            person.user().rest().put("/execute-actions-email", List.of("CONFIGURE_TOTP", "UPDATE_PASSWORD"));

            BrowserSession browser = realm.browser().open(mailbox.link(person.name()));
            if (Screen.of(browser) == Screen.INFO) {
                browser.follow("#kc-info-message a");
            }
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            browser.press("verify", Map.of("code", person.wrongCode()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        }
        assertThat(person.user().credentials("otp")).hasSize(1);
        assertThat(Screen.of(realm.browser().signIn(person.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.CODE);
    }

    private static String withExecution(BrowserSession browser, String execution) {
        return browser.page().uri().toString().replaceAll("execution=[^&]*", "execution=" + execution);
    }

    private static BrowserSession passwordAlone(TestRealm realm, EnrolledUser person, Map<String, String> more) {
        return realm.browser().open(realm.authUrl("bare", more)).signIn(person.name(), TestRealm.PASSWORD);
    }

    /** How many enabled actions Keycloak would run before the guard. */
    private static long placeOfGuard(TestRealm realm) {
        int priority = realm.action(TestRealm.POLICY).path("priority").asInt();
        JsonNode actions = realm.rest().get("/authentication/required-actions");
        return StreamSupport.stream(actions.spliterator(), false)
                .filter(action -> action.path("enabled").asBoolean())
                .filter(action -> !action.path("alias").asText().equals(TestRealm.POLICY))
                .filter(action -> action.path("priority").asInt() <= priority)
                .count();
    }

    /** A server that somebody else started shows no log. */
    private int logged(int times) {
        return realm.server().logText().isEmpty() ? 0 : times;
    }

    @Test
    void whereAnAdministratorPutsTheGuardFirstItNeverMovesItself() {
        TestRealm fresh = realm.server().realm().switchOn(Map.of("requireEveryone", "true"));
        fresh.actionPriority(TestRealm.POLICY, 1);
        EnrolledUser person = EnrolledUser.imported(fresh, "placed");

        assertThat(Screen.of(fresh.browser().signIn(person.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.CODE);

        assertThat(fresh.action(TestRealm.POLICY).path("priority").asInt()).isEqualTo(1);
        assertThat(movedByItself(fresh)).isEmpty();
        fresh.close();
    }

    /** The latest first. */
    private static List<JsonNode> movedByItself(TestRealm realm) {
        return realm.adminEvents().stream()
                .filter(event -> event.path("resourcePath").asText().endsWith("/" + TestRealm.POLICY)
                        && event.path("details")
                                .path("two_factor_change")
                                .asText()
                                .equals("priority"))
                .toList();
    }

    /** How often the log has told that the guard of this realm moved to the front. */
    private static long told(TestRealm realm) {
        return realm.server()
                .logText()
                .lines()
                .filter(line -> line.contains(realm.name()) && line.contains("first required action"))
                .count();
    }
}
