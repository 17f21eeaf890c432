package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every button of every page of ours leads somewhere, however the page was reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryButtonIT {

    private static final String SET_UP = "two-factor-setup";
    private static final String CODES = "two-factor-recovery-codes";

    private TestRealm realm;
    private MailServer mail;
    private Walk walk;

    @BeforeAll
    void setUp() {
        assumeThat(System.getProperty("keycloak", "distribution")).isNotEqualTo("container");
        mail = MailServer.start();
        realm = KeycloakServer.shared().realm();
        realm.realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff", "trustedDevices", "DAYS"));
        realm.update(Map.of("smtpServer", mail.settings(), "accessCodeLifespanUserAction", 1800));
        walk = new Walk(realm, mail);
    }

    @AfterAll
    void tearDown() {
        if (realm != null) {
            realm.close();
            mail.close();
        }
    }

    /** Who must set up meets the guard first, wherever they come from. */
    static Stream<Arguments> waysAndPeople() {
        Stream<Arguments> actions = Arrays.stream(Way.values())
                .filter(way -> way != Way.GUARD)
                .flatMap(way -> Stream.of(
                        Arguments.of(way, SET_UP, Walk.Who.FRESH),
                        Arguments.of(way, SET_UP, Walk.Who.WITH_CODES),
                        Arguments.of(way, CODES, Walk.Who.FRESH),
                        Arguments.of(way, CODES, Walk.Who.WITHOUT_CODES),
                        Arguments.of(way, CODES, Walk.Who.WITH_CODES)));
        return Stream.concat(
                actions,
                Stream.of(
                        Arguments.of(Way.GUARD, SET_UP, Walk.Who.REQUIRED),
                        Arguments.of(Way.GUARD, SET_UP, Walk.Who.WITH_CODES)));
    }

    @ParameterizedTest
    @MethodSource("waysAndPeople")
    void everyButtonLeadsOn(Way way, String action, Walk.Who who) {
        assertThat(walk.everywhere(way, action, who)).isEmpty();
    }

    @Test
    void everyButtonOfTheChoiceOfAMethodLeadsOn() {
        realm.configure(Map.of("requiredRoles", "staff", "methodStep", "ALWAYS"));
        try {
            for (Way way : List.of(Way.PUT_ON_THE_USER, Way.APPLICATION, Way.GUARD)) {
                Walk.Who who = way == Way.GUARD ? Walk.Who.REQUIRED : Walk.Who.FRESH;
                assertThat(new Walk(realm, mail).everywhere(way, SET_UP, who))
                        .as(way.name())
                        .isEmpty();
            }
        } finally {
            realm.configure(Map.of("requiredRoles", "staff", "trustedDevices", "DAYS"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"PUT_ON_THE_USER", "ADMINISTRATORS_MAIL", "BOTH"})
    void keepingTheCodesEndsTheActionAndTakesItOffTheUser(Way way) {
        Owner owner = Owner.enrolled(realm, "keeps-" + way.name().toLowerCase());
        List<String> before = sets(owner.user());
        BrowserSession browser = owner.passed(way.lead(owner, CODES, mail));
        assertThat(Screen.of(browser)).isEqualTo(Screen.ASK_REGENERATE);

        browser.press("leave");

        assertThat(Screen.of(browser)).isIn(Screen.SIGNED_IN, Screen.INFO);
        if (way == Way.BOTH) {
            assertThat(browser.callback()).containsEntry("kc_action_status", "success");
        }
        assertThat(owner.user().requiredActions()).isEmpty();
        assertThat(sets(owner.user())).isEqualTo(before);
        realm.awaitEvent(
                "CUSTOM_REQUIRED_ACTION",
                event -> owner.user().id().equals(event.userId())
                        && CODES.equals(event.detail("custom_required_action"))
                        && event.error() == null);
    }

    /** An application is told that they were kept. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"APPLICATION", "ACCOUNT_CONSOLE"})
    void keepingTheCodesCancelsWhatAnApplicationAskedFor(Way way) {
        Owner owner = Owner.enrolled(realm, "keeps-" + way.name().toLowerCase());
        List<String> before = sets(owner.user());

        BrowserSession browser = owner.passed(way.lead(owner, CODES, mail)).press("leave");

        assertThat(Walk.statusOf(browser)).isEqualTo("cancelled");
        assertThat(sets(owner.user())).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"PUT_ON_THE_USER", "ADMINISTRATORS_MAIL", "APPLICATION", "BOTH"})
    void whoHasNoCodesIsNotAskedToKeepThem(Way way) {
        Owner owner = Owner.withoutCodes(realm, "none-" + way.name().toLowerCase());

        BrowserSession browser = owner.passed(way.lead(owner, CODES, mail));

        assertThat(browser.page().text())
                .contains("You have no recovery codes.", "Create recovery codes")
                .doesNotContain("Keep my current codes", "Old codes will stop working");
        assertThat(browser.page().text("button[value=leave]"))
                .isEqualTo(way == Way.APPLICATION ? "Cancel" : "Sign out");
        browser.press("regenerate");
        assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_CODES);
        assertThat(Screen.of(browser.press("continue", Map.of("saved", "on")))).isIn(Screen.SIGNED_IN, Screen.INFO);
        assertThat(owner.user().requiredActions()).isEmpty();
    }

    @Test
    void theCardAsksNobodyToKeepCodesThatTheyDoNotHave() {
        Owner owner = Owner.withoutCodes(realm, "card-none");

        BrowserSession browser = owner.signedIn(SET_UP).press("regenerate");

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_CODES);
    }

    /** Somebody who has read the page for long goes back to where they came from, and is not signed out for it. */
    @Test
    void whoIsTooLateToSetUpMayStillGoBackToTheApplication() {
        TestUser user = realm.user("reads-long");
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        browser.openLogin(Map.of("kc_action", SET_UP));
        assertThat(Screen.of(browser)).isEqualTo(Screen.NO_KEY);
        realm.server().clock().advance(Duration.ofSeconds(301));

        browser.press("leave");

        assertThat(browser.callback()).containsEntry("kc_action_status", "cancelled");
        assertThat(user.sessions()).hasSize(1);
    }

    /** The same for the set-up that the policy demands: what was pressed is not taken for a sign-out. */
    @Test
    void whoIsTooLateForTheForcedSetUpIsToldSo() {
        TestUser user = realm.user("late-for-force");
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        user.grant("staff");
        user.requiredActions(SET_UP);
        browser.openLogin();
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        String code = SetupPages.app(browser).code(realm.server().clock().now());
        realm.server().clock().advance(Duration.ofSeconds(301));

        browser.press("confirm", Map.of("code", code));

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(Screen.of(browser.press("restart"))).isEqualTo(Screen.PASSWORD_AGAIN);
        assertThat(user.sessions()).hasSize(1);
    }

    /** The page that they leave is the one that the action for new codes would show somebody without an authenticator. */
    @Test
    void whoTurnsTwoFactorOffOnTheWayToNewCodesLeavesOnce() {
        Owner owner = Owner.enrolled(realm, "turns-off");
        BrowserSession browser = owner.password("app", Map.of("kc_action", CODES));
        browser.press("recovery")
                .press("verify", Map.of("code", owner.codes().get(0)))
                .press("replace");
        browser.press("confirm", Map.of("code", owner.codeOnPage(browser)));
        browser.press("manage").press("disable", Map.of("password", TestRealm.PASSWORD));
        assertThat(owner.user().credentials("otp")).isEmpty();
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NO_KEY);

        browser.press("leave");

        assertThat(browser.callback()).containsEntry("kc_action_status", "cancelled");
    }

    /** Nobody tells an application that something was set up when two-factor was switched off meanwhile. */
    @ParameterizedTest
    @EnumSource(Walk.Action.class)
    void anApplicationHearsOfNoSuccessWhereTwoFactorWasSwitchedOff(Walk.Action action) {
        TestUser user = realm.user("off-" + action.name().toLowerCase());
        BrowserSession browser =
                realm.browser().openLogin(Map.of("kc_action", action.id())).signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.NO_KEY);
        realm.switchOff();
        try {
            browser.press("enable");
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }

        assertThat(browser.callback()).containsEntry("kc_action_status", "error");
        assertThat(user.credentials("otp")).isEmpty();
    }

    private static List<String> sets(TestUser user) {
        return user.credentials("two-factor-recovery-codes").stream()
                .map(credential -> credential.id() + credential.json())
                .toList();
    }
}
