package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6, what single doors have of their own: each asks for the second factor once, and forgets a half-finished sign-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AskedOnceIT {

    private static final Map.Entry<String, String> CANCEL = Map.entry("cancel-aia", "true");

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("exempt").client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.switchOn(Map.of("requireEveryone", "true", "exemptRoles", "exempt"));
    }

    @Nested
    final class Flows {

        @Test
        void theUntouchedBrowserFlowAsksOnce() {
            EnrolledUser person = EnrolledUser.imported(realm, "default-flow");

            BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            assertThat(browser.page().text()).contains("Password accepted. Enter your code to continue.");
            assertThat(logins(person)).isZero();
            browser.press("verify", Map.of("code", person.code()));

            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            TestEvent login =
                    realm.awaitEvent("LOGIN", event -> person.user().id().equals(event.userId()));
            assertThat(login.details()).containsEntry("two_factor", "totp");
            assertThat(logins(person)).isEqualTo(1);
        }

        @Test
        void aWrongCodeIsRefusedAndToldInAnEvent() {
            EnrolledUser person = EnrolledUser.imported(realm, "wrong-code");
            BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);

            browser.press("verify", Map.of("code", person.wrongCode()));

            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            assertThat(browser.page().text()).contains("That code did not match");
            TestEvent event =
                    realm.awaitEvent("LOGIN_ERROR", e -> person.user().id().equals(e.userId()));
            assertThat(event.error()).isEqualTo("invalid_user_credentials");
            assertThat(event.details()).containsEntry("two_factor", "totp").containsEntry("two_factor_reason", "wrong");
            assertThat(logins(person)).isZero();
            assertThat(person.user().sessions()).isEmpty();
        }

        @Test
        void aFlowWithOurStepAsksOnceAndLetsUsersWhoHaveNothingEnrolOnce() {
            EnrolledUser person = EnrolledUser.imported(realm, "our-step");
            TestUser fresh = realm.user("our-step-fresh");
            TestUser exempt = realm.user("our-step-exempt", "exempt");
            realm.flows().bindBrowserWithChallenge();
            try {
                BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
                assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
                assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                        .isEqualTo(Screen.SIGNED_IN);

                BrowserSession enrolling = realm.browser().signIn(fresh.name(), TestRealm.PASSWORD);
                assertThat(Screen.of(enrolling)).isEqualTo(Screen.KEY);
                EnrolledUser.confirmed(realm, enrolling, fresh.name());
                assertThat(Screen.of(enrolling)).isEqualTo(Screen.SIGNED_IN);
                assertThat(fresh.requiredActions()).isEmpty();

                assertThat(Screen.of(realm.browser().signIn(exempt.name(), TestRealm.PASSWORD)))
                        .isEqualTo(Screen.SIGNED_IN);
                assertThat(exempt.requiredActions()).isEmpty();
            } finally {
                realm.flows().bindStockBrowser();
            }
        }

        @Test
        void aFlowWithOurStepLetsNobodyPastWhomThePolicyDoesNotName() {
            TestUser user = realm.user("demanded");
            realm.configure(Map.of("requireEveryone", "false"));
            realm.flows().bindBrowserWithChallenge();
            try {
                for (String button : List.of("", "leave", "continue", "verify")) {
                    BrowserSession browser = realm.browser()
                            .openLogin(Map.of("kc_action", "two-factor-setup"))
                            .signIn(user.name(), TestRealm.PASSWORD);
                    assertThat(Screen.of(browser)).as(button).isIn(Screen.KEY, Screen.NO_KEY);
                    String form = browser.page().attribute("form", "action");
                    browser.post(form, List.of(CANCEL, Map.entry("do", button)));
                    assertThat(Screen.of(browser)).as(button).isIn(Screen.KEY, Screen.NO_KEY, Screen.LOGIN);
                }
                assertThat(user.sessions()).isEmpty();
                assertThat(user.requiredActions()).isEmpty();

                BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
                if (Screen.of(browser) == Screen.NO_KEY) {
                    browser.press("enable");
                }
                EnrolledUser.confirmed(realm, browser, user.name());
                assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            } finally {
                realm.flows().bindStockBrowser();
                realm.configure(Map.of("requireEveryone", "true", "exemptRoles", "exempt"));
            }
        }

        @Test
        void aFlowWithoutAnyStepIsAskedByTheGuardOnce() {
            EnrolledUser person = EnrolledUser.imported(realm, "bare-flow");

            BrowserSession browser = passwordAlone(person, Map.of());
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            assertThat(browser.page().text()).contains("Password accepted. Enter your code to continue.");
            assertThat(Screen.of(browser.press("verify", Map.of("code", person.wrongCode()))))
                    .isEqualTo(Screen.CODE);
            assertThat(logins(person)).isZero();
            assertThat(person.user().sessions()).isEmpty();

            assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                    .isEqualTo(Screen.SIGNED_IN);
            assertThat(browser.tokens("bare").ok()).isTrue();
            assertThat(logins(person)).isEqualTo(1);
        }
    }

    @Nested
    final class WhoIsAsked {

        @Test
        void usersWhoAreExemptAndEnrolledAreAskedAtEveryDoor() {
            EnrolledUser person = EnrolledUser.imported(realm, "exempt-enrolled", "exempt");

            assertThat(Screen.of(realm.browser().signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(passwordAlone(person, Map.of()))).isEqualTo(Screen.CODE);
            assertThat(realm.directGrant(person.name(), TestRealm.PASSWORD, null)
                            .ok())
                    .isFalse();
        }

        @Test
        void usersWhoAreNeitherRequiredNorEnrolledAreNotAsked() {
            TestUser user = realm.user("exempt-free", "exempt");

            assertThat(Screen.of(realm.browser().signIn(user.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.SIGNED_IN);
            assertThat(realm.directGrant(user.name(), TestRealm.PASSWORD, null).ok())
                    .isTrue();
            assertThat(realm.events().stream().filter(event -> user.id().equals(event.userId())))
                    .noneMatch(event -> event.type().startsWith("CUSTOM_REQUIRED_ACTION"))
                    .allMatch(event -> event.error() == null);
        }

        @Test
        void aStockEnrolmentSignsInUnchanged() {
            EnrolledUser person = EnrolledUser.imported(realm, "stock-enrolled");
            var before = person.user().credentials("otp").get(0).json();

            assertThat(Screen.of(person.signIn())).isEqualTo(Screen.SIGNED_IN);

            assertThat(person.user().credentials("otp"))
                    .singleElement()
                    .satisfies(after -> assertThat(after.json()).isEqualTo(before));
        }
    }

    @Nested
    final class ExistingSessions {

        @Test
        void afterTheEnrolmentTheCookieIsEnough() {
            realm.user("sso");
            BrowserSession browser = realm.browser().signIn("sso", TestRealm.PASSWORD);
            EnrolledUser person = EnrolledUser.confirmed(realm, browser, "sso");
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
            assertThat(Screen.of(browser.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SIGNED_IN);

            // A flow without the cookie is a sign-in of its own.
            browser.open(realm.authUrl("bare", Map.of()));
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                    .isEqualTo(Screen.SIGNED_IN);
        }

        @Test
        void aSessionFromBeforeThePolicyIsNoWayIn() {
            EnrolledUser person = EnrolledUser.imported(realm, "before-enrolled");
            TestUser fresh = realm.user("before-fresh");
            BrowserSession enrolled = sessionFromBefore(person.name());
            BrowserSession unenrolled = sessionFromBefore(fresh.name());

            assertThat(enrolled.fork().openLogin(Map.of("prompt", "none")).callback())
                    .containsEntry("error", "interaction_required");
            assertThat(unenrolled.fork().openLogin(Map.of("prompt", "none")).callback())
                    .containsEntry("error", "interaction_required");
            assertThat(Screen.of(enrolled.openLogin())).isEqualTo(Screen.CODE);
            assertThat(enrolled.page().text()).doesNotContain("Password accepted");
            assertThat(Screen.of(enrolled.openLogin(Map.of("kc_action", "two-factor-policy"))))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(enrolled.post(enrolled.action("verify"), List.of(CANCEL))))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(enrolled.press("verify", Map.of("code", person.code()))))
                    .isEqualTo(Screen.SIGNED_IN);
            assertThat(Screen.of(enrolled.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SIGNED_IN);

            assertThat(Screen.of(unenrolled.openLogin(Map.of("kc_action", "two-factor-policy"))))
                    .isEqualTo(Screen.KEY);
            assertThat(Screen.of(unenrolled.post(unenrolled.action("confirm"), List.of(CANCEL))))
                    .isEqualTo(Screen.KEY);
            assertThat(unenrolled.fork().openLogin(Map.of("prompt", "none")).callback())
                    .containsEntry("error", "interaction_required");
        }

        @Test
        void promptLoginAsksForTheCodeAgain() {
            EnrolledUser person = EnrolledUser.imported(realm, "prompt-login");
            BrowserSession browser = person.signIn();
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

            assertThat(Screen.of(browser.openLogin(Map.of("prompt", "login")))).isEqualTo(Screen.PASSWORD_AGAIN);
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(browser.press("verify", Map.of("code", person.code()))))
                    .isEqualTo(Screen.SIGNED_IN);

            // The guard alone must see it too, in a flow that has no step.
            browser.open(realm.authUrl("bare", Map.of("prompt", "login")));
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
        }

        @Test
        void maxAgeAsksForTheCodeAgain() {
            EnrolledUser person = EnrolledUser.imported(realm, "max-age");
            BrowserSession browser = person.signIn();
            realm.server().clock().advance(Duration.ofSeconds(10));

            assertThat(Screen.of(browser.openLogin(Map.of("max_age", "5")))).isEqualTo(Screen.PASSWORD_AGAIN);
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
        }
    }

    @Nested
    final class StartedActions {

        @ParameterizedTest
        @ValueSource(strings = {"two-factor-policy", "two-factor-policy:x", "TWO-FACTOR-POLICY", "no-such-action"})
        void namingTheGuardInKcActionGetsNobodyPast(String action) {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-" + Integer.toHexString(action.hashCode()));
            TestUser fresh = realm.user(person.name() + "-fresh");

            BrowserSession enrolled = passwordAlone(person, Map.of("kc_action", action));
            assertThat(Screen.of(enrolled)).isEqualTo(Screen.CODE);
            assertThat(Screen.of(enrolled.post(enrolled.action("verify"), List.of(CANCEL))))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(enrolled.post(
                            enrolled.action("verify"),
                            List.of(CANCEL, Map.entry("do", "verify"), Map.entry("code", person.wrongCode())))))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(enrolled.reload())).isEqualTo(Screen.CODE);

            BrowserSession unenrolled =
                    realm.browser().openLogin(Map.of("kc_action", action)).signIn(fresh.name(), TestRealm.PASSWORD);
            assertThat(Screen.of(unenrolled)).isEqualTo(Screen.KEY);
            for (String button : List.of("continue", "verify", "regenerate", "enable", "recovery", "")) {
                String form = unenrolled.page().attribute("form", "action");
                unenrolled.post(form, List.of(CANCEL, Map.entry("do", button), Map.entry("saved", "on")));
                assertThat(Screen.of(unenrolled)).as(button).isIn(Screen.KEY, Screen.NO_KEY);
            }
            assertThat(logins(person)).isZero();
            assertThat(person.user().sessions()).isEmpty();
            assertThat(fresh.sessions()).isEmpty();
            assertThat(fresh.credentials("otp")).isEmpty();
            assertThat(fresh.requiredActions()).isEmpty();
        }

        @Test
        void namingTheGuardWithoutNeedSucceedsAtOnce() {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-without-need");
            BrowserSession browser = person.signIn();

            browser.openLogin(Map.of("kc_action", "two-factor-policy"));

            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            assertThat(browser.callback()).containsEntry("kc_action_status", "success");
        }

        @Test
        void theSetUpActionComesAfterTheCodeAndCancellingItGetsNobodyPast() {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-setup");
            BrowserSession browser = passwordAlone(person, Map.of("kc_action", "two-factor-setup"));
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            assertThat(Screen.of(browser.post(browser.action("verify"), List.of(CANCEL))))
                    .isEqualTo(Screen.CODE);
            browser.press("verify", Map.of("code", person.code()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.ENROLLED);
            assertThat(Screen.of(browser.press("leave"))).isEqualTo(Screen.SIGNED_IN);

            TestUser fresh = realm.user("aia-setup-fresh");
            BrowserSession enrolling = realm.browser()
                    .openLogin(Map.of("kc_action", "two-factor-setup"))
                    .signIn(fresh.name(), TestRealm.PASSWORD);
            assertThat(Screen.of(enrolling)).isEqualTo(Screen.KEY);
            assertThat(Screen.of(enrolling.post(enrolling.action("confirm"), List.of(CANCEL))))
                    .isEqualTo(Screen.KEY);
            assertThat(fresh.credentials("otp")).isEmpty();
            assertThat(fresh.sessions()).isEmpty();
        }

        @Test
        void theRecoveryCodesActionComesAfterTheCodeAndTheEnrolment() {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-codes");
            BrowserSession browser = passwordAlone(person, Map.of("kc_action", "two-factor-recovery-codes"));
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            // What its own form would post must not reach it from here.
            assertThat(Screen.of(browser.post(browser.action("verify"), List.of(Map.entry("do", "regenerate")))))
                    .isEqualTo(Screen.CODE);
            assertThat(person.user().credentials("two-factor-recovery-codes")).isEmpty();
            browser.press("verify", Map.of("code", person.code()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.ASK_REGENERATE);
            assertThat(Screen.of(browser.press("regenerate"))).isEqualTo(Screen.NEW_CODES);
            assertThat(Screen.of(browser.press("continue", Map.of("saved", "on"))))
                    .isEqualTo(Screen.SIGNED_IN);

            realm.user("aia-codes-fresh");
            assertThat(Screen.of(realm.browser()
                            .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                            .signIn("aia-codes-fresh", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.KEY);
        }

        @Test
        void usersWhoAreTooLateForNewCodesMayKeepTheOldOnesOrSignOut() {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-codes-late");
            assertThat(lateForNewCodes(person).press("leave").callback())
                    .as("nothing but the question was shown")
                    .containsEntry("kc_action_status", "cancelled");

            BrowserSession browser = lateForNewCodes(person).press("regenerate");
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGN_IN_AGAIN);
            int sessions = person.user().sessions().size();
            assertThat(Screen.of(browser.press("leave"))).isEqualTo(Screen.LOGIN);

            assertThat(person.user().sessions()).hasSize(sessions - 1);
            assertThat(person.user().credentials("two-factor-recovery-codes")).isEmpty();
        }

        @Test
        void usersWhoAreTooLateForNewCodesSignInAgainForThem() {
            EnrolledUser person = EnrolledUser.imported(realm, "aia-codes-again");
            BrowserSession browser = lateForNewCodes(person).press("regenerate");
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGN_IN_AGAIN);
            int sessions = person.user().sessions().size();

            browser.press("restart")
                    .signIn(person.name(), TestRealm.PASSWORD)
                    .press("verify", Map.of("code", person.code()));

            assertThat(Screen.of(browser)).isEqualTo(Screen.ASK_REGENERATE);
            assertThat(browser.press("leave").callback()).containsEntry("kc_action_status", "cancelled");
            assertThat(person.user().sessions()).as("the session is kept").hasSize(sessions);
        }

        private BrowserSession lateForNewCodes(EnrolledUser person) {
            BrowserSession browser = person.signIn().openLogin(Map.of("kc_action", "two-factor-recovery-codes"));
            realm.server().clock().advance(Duration.ofSeconds(200));
            assertThat(Screen.of(browser.reload())).isEqualTo(Screen.ASK_REGENERATE);
            realm.server().clock().advance(Duration.ofSeconds(101));
            return browser;
        }
    }

    @Nested
    final class AddressesAside {

        @Test
        void restartLeadsToAnEmptyLoginAndForgetsTheHalfLogin() {
            EnrolledUser person = EnrolledUser.imported(realm, "restart");
            BrowserSession browser = passwordAlone(person, Map.of());
            String restart =
                    browser.page().uri().toString().replace("/login-actions/required-action", "/login-actions/restart");

            assertThat(Screen.of(browser.open(restart))).isEqualTo(Screen.LOGIN);
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
            assertThat(logins(person)).isZero();
        }

        @Test
        void restartAfterTheCodeForgetsTheCodeToo() {
            EnrolledUser person = EnrolledUser.imported(realm, "restart-after-code");
            person.user().requiredActions("UPDATE_PASSWORD");
            BrowserSession browser = passwordAlone(person, Map.of());
            browser.press("verify", Map.of("code", person.code()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);
            String restart =
                    browser.page().uri().toString().replace("/login-actions/required-action", "/login-actions/restart");

            assertThat(Screen.of(browser.open(restart))).isEqualTo(Screen.LOGIN);
            assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
        }

        @Test
        void anotherTabStartsAtThePasswordAndEachTabIsAskedForItself() {
            EnrolledUser person = EnrolledUser.imported(realm, "two-tabs");
            BrowserSession first = passwordAlone(person, Map.of());

            BrowserSession second = first.fork().open(realm.authUrl("bare", Map.of()));
            assertThat(Screen.of(second)).isEqualTo(Screen.LOGIN);
            assertThat(Screen.of(second.signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
            assertThat(Screen.of(first.press("verify", Map.of("code", person.code()))))
                    .isEqualTo(Screen.SIGNED_IN);

            // The second tab lacks the first one's cookies: it is as if somebody had copied it to another browser.
            second.reload();
            assertThat(second.signedIn()).isFalse();
        }

        @Test
        void anOldFormGetsNobodyPast() {
            EnrolledUser person = EnrolledUser.imported(realm, "old-form");
            BrowserSession browser = realm.browser().open(realm.authUrl("bare", Map.of()));
            BrowserSession atTheLogin = browser.fork();
            String loginForm = browser.page().attribute("#kc-form-login", "action");
            browser.signIn(person.name(), TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            List<Map.Entry<String, String>> password =
                    List.of(Map.entry("username", person.name()), Map.entry("password", TestRealm.PASSWORD));

            assertThat(browser.fork().post(loginForm, password).signedIn()).isFalse();
            assertThat(atTheLogin.post(loginForm, password).signedIn()).isFalse();

            String codeForm = browser.reload().action("verify");
            String right = person.code();
            browser.press("verify", Map.of("code", right));
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            List<Map.Entry<String, String>> code = List.of(Map.entry("do", "verify"), Map.entry("code", right));
            assertThat(atTheLogin.post(codeForm, code).signedIn()).isFalse();
            assertThat(browser.post(codeForm, code).signedIn()).isFalse();
            assertThat(logins(person)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "two-factor-setup",
                    "two-factor-recovery-codes",
                    "CONFIGURE_TOTP",
                    "UPDATE_PASSWORD",
                    "UPDATE_PROFILE",
                    "no-such-action"
                })
        void anExchangedExecutionChangesNothing(String execution) {
            EnrolledUser person = EnrolledUser.imported(realm, "tampered-" + execution.toLowerCase());
            TestUser fresh = realm.user(person.name() + "-fresh");
            List<Map.Entry<String, String>> fields = List.of(
                    Map.entry("do", "continue"),
                    Map.entry("saved", "on"),
                    Map.entry("password-new", "hacked"),
                    Map.entry("password-confirm", "hacked"),
                    Map.entry("totp", "000000"),
                    Map.entry("totpSecret", "aaaaaaaaaaaaaaaaaaaa"),
                    CANCEL);

            BrowserSession enrolled = passwordAlone(person, Map.of());
            String action = enrolled.action("verify").replaceAll("execution=[^&]*", "execution=" + execution);
            assertThat(enrolled.fork().post(action, fields).signedIn()).isFalse();
            assertThat(enrolled.fork().open(action).signedIn()).isFalse();
            assertThat(Screen.of(enrolled.reload())).isEqualTo(Screen.CODE);

            BrowserSession unenrolled = realm.browser().signIn(fresh.name(), TestRealm.PASSWORD);
            action = unenrolled.action("confirm").replaceAll("execution=[^&]*", "execution=" + execution);
            assertThat(unenrolled.fork().post(action, fields).signedIn()).isFalse();
            assertThat(Screen.of(unenrolled.reload())).isEqualTo(Screen.KEY);

            assertThat(person.user().credentials("otp")).hasSize(1);
            assertThat(person.user().sessions()).isEmpty();
            assertThat(fresh.credentials("otp")).isEmpty();
            assertThat(fresh.sessions()).isEmpty();
            assertThat(Screen.of(realm.browser().signIn(person.name(), TestRealm.PASSWORD)))
                    .isEqualTo(Screen.CODE);
        }
    }

    @Nested
    final class PasswordGrant {

        @Test
        void thePasswordGrantTakesARightCodeOnceAndNothingElse() {
            EnrolledUser person = EnrolledUser.imported(realm, "grant");

            Tokens none = realm.directGrant(person.name(), TestRealm.PASSWORD, null);
            Tokens wrong = realm.directGrant(person.name(), TestRealm.PASSWORD, person.wrongCode());
            String code = person.code();
            Tokens wrongPassword = realm.directGrant(person.name(), "wrong", code);
            Tokens right = realm.directGrant(person.name(), TestRealm.PASSWORD, code);
            Tokens again = realm.directGrant(person.name(), TestRealm.PASSWORD, code);

            assertThat(right.ok()).isTrue();
            assertThat(List.of(none, wrong, wrongPassword, again)).allSatisfy(refused -> {
                assertThat(refused.error()).isEqualTo("invalid_grant");
                assertThat(refused).isEqualTo(wrongPassword);
            });
            assertThat(logins(person)).isEqualTo(1);
            assertThat(realm.events("LOGIN_ERROR").stream()
                            .filter(event -> person.user().id().equals(event.userId()))
                            .map(event -> String.valueOf(event.detail("two_factor_reason"))))
                    .containsExactlyInAnyOrder("used", "null", "wrong", "null");
        }

        @Test
        void thePasswordGrantRefusesWhoMustEnrol() {
            TestUser user = realm.user("grant-fresh");

            assertThat(realm.directGrant(user.name(), TestRealm.PASSWORD, null).error())
                    .isEqualTo("invalid_grant");
            assertThat(realm.directGrant(user.name(), TestRealm.PASSWORD, "000000")
                            .error())
                    .isEqualTo("invalid_grant");
            assertThat(user.sessions()).isEmpty();
            assertThat(user.requiredActions()).isEmpty();
        }

        @Test
        void aPasswordGrantFlowWithoutAnyStepIsStoppedByTheGuard() {
            realm.client("script", Map.of()).flows().bindDirectGrantPasswordOnly("script");
            EnrolledUser person = EnrolledUser.imported(realm, "script-enrolled");
            TestUser fresh = realm.user("script-fresh");
            TestUser exempt = realm.user("script-exempt", "exempt");

            assertThat(passwordGrantOf("script", person.name()).error()).isEqualTo("invalid_grant");
            assertThat(passwordGrantOf("script", fresh.name()).error()).isEqualTo("invalid_grant");
            assertThat(passwordGrantOf("script", exempt.name()).ok()).isTrue();
            assertThat(person.user().sessions()).isEmpty();
            assertThat(person.user().requiredActions()).isEmpty();
            assertThat(fresh.sessions()).isEmpty();
        }

        @Test
        void thePasswordGrantWorksThoughTheRecoveryCodesWereNeverConfirmed() {
            realm.user("grant-unsaved");
            BrowserSession browser = realm.browser().signIn("grant-unsaved", TestRealm.PASSWORD);
            EnrolledUser shown = new EnrolledUser(realm, realm.find("grant-unsaved"), EnrolledUser.scanned(browser));
            browser.press("confirm", Map.of("code", shown.code()));
            assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_CODES);

            Tokens tokens = realm.directGrant("grant-unsaved", TestRealm.PASSWORD, shown.code());

            assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        }
    }

    private BrowserSession passwordAlone(EnrolledUser person, Map<String, String> more) {
        return realm.browser().open(realm.authUrl("bare", more)).signIn(person.name(), TestRealm.PASSWORD);
    }

    /** A browser that signed in by password alone while the guard was switched off. */
    private BrowserSession sessionFromBefore(String name) {
        realm.switchOff();
        try {
            BrowserSession browser =
                    realm.browser().open(realm.authUrl("bare", Map.of())).signIn(name, TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            return browser;
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    private Tokens passwordGrantOf(String client, String username) {
        return realm.token(Map.of(
                "grant_type", "password", "client_id", client, "username", username, "password", TestRealm.PASSWORD));
    }

    private long logins(EnrolledUser person) {
        return realm.events("LOGIN").stream()
                .filter(event -> person.user().id().equals(event.userId()))
                .count();
    }
}
