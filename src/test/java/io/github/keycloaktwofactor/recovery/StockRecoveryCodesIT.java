package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.AccountRest;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rule 1: Keycloak's own recovery codes, at Keycloak's own form, beside an authenticator: each counts once, and none for nothing. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StockRecoveryCodesIT {

    private static final String FIRST = "AAAABBBBCCCC";
    private static final String SECOND = "DDDDEEEEFFFF";
    private static final String THIRD = "GGGGHHHHIIII";

    private static final String OUR_ACTION = "two-factor-recovery-codes";
    private static final String KEYCLOAKS_ACTION = "CONFIGURE_RECOVERY_AUTHN_CODES";

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.flows().require("browser", "auth-recovery-authn-code-form", "ALTERNATIVE");
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @Test
    void aCodeIsTheSecondFactorOfItsSignInAndOfItsTokens() {
        EnrolledUser person = owner("counts");

        BrowserSession browser =
                form(person).submit("#kc-recovery-code-login-form", Map.of("recoveryCodeInput", FIRST));

        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertThat(realm.awaitEvent("LOGIN", event -> person.user().id().equals(event.userId()))
                        .detail("two_factor"))
                .isEqualTo("recovery-authn-codes");
        Tokens tokens = browser.tokens();
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
        assertThat(browser.openLogin().signedIn()).as("by the cookie").isTrue();
    }

    @Test
    void aCodeIsAcceptedOnceAndTheNextOneAfterIt() {
        EnrolledUser person = owner("once");
        assertThat(typed(form(person), FIRST).signedIn()).isTrue();

        BrowserSession again = typed(form(person), FIRST);
        assertThat(Screen.of(again)).as(again.page().text()).isEqualTo(Screen.STOCK_RECOVERY_CODE);
        typed(again, SECOND);
        assertThat(again.signedIn()).as(again.page().text()).isTrue();
    }

    @Test
    void ofManyRequestsAtOnceOneIsLetIn() {
        EnrolledUser person = owner("together");
        List<BrowserSession> browsers =
                Stream.generate(() -> form(person)).limit(6).toList();

        List<Boolean> in = Together.run(
                browsers.size(), number -> typed(browsers.get(number), FIRST).signedIn());

        assertThat(in).containsOnlyOnce(true);
        BrowserSession next = typed(form(person), SECOND);
        assertThat(next.signedIn()).as(next.page().text()).isTrue();
    }

    @Test
    void sixWrongCodesBringAWaitInWhichTheRightOneIsNotLookedAt() {
        EnrolledUser person = owner("guessed");
        BrowserSession browser = form(person);
        for (int wrong = 0; wrong < 6; wrong++) {
            typed(browser, "WRONGWRONG0" + wrong);
        }

        typed(browser, FIRST);
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.STOCK_RECOVERY_CODE);
        realm.server().clock().advance(Duration.ofSeconds(31));
        typed(browser, FIRST);
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
    }

    /** Keycloak removes the set and asks for a new one. */
    @Test
    void theLastCodeCountsAsWell() {
        EnrolledUser person = EnrolledUser.imported(realm, "last");
        person.user().importStockCodes(FIRST);

        BrowserSession browser = typed(form(person), FIRST);

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.STOCK_RECOVERY_CODES);
        assertThat(person.user().credentials("recovery-authn-codes")).isEmpty();
    }

    /** Without an authenticator they are something to fall back on, and nothing else. */
    @Test
    void whoHasNothingElseIsLedToTheSetUp() {
        TestUser user = realm.user("alone").importStockCodes(FIRST, SECOND);

        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        if (Screen.of(browser) == Screen.STOCK_RECOVERY_CODE) {
            typed(browser, FIRST);
        }

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
    }

    @Test
    void theyEndWithTheAuthenticator() {
        EnrolledUser person = owner("ends");
        BrowserSession browser = typed(form(person), FIRST);
        Tokens tokens = browser.tokens();

        person.user().deleteCredential(person.user().credentials("otp").get(0).id());

        assertThat(realm.refresh(tokens.refreshToken()).ok()).isFalse();
    }

    @Test
    void theAccountConsoleOffersAFirstSetOfOneKindAlone() {
        EnrolledUser person = EnrolledUser.imported(realm, "console");
        AccountRest console = new AccountRest(realm, person.signIn().tokens().accessToken());

        assertThat(console.offeredActions()).contains(OUR_ACTION).doesNotContain(KEYCLOAKS_ACTION);
        realm.enableAction(OUR_ACTION, false);
        try {
            assertThat(console.offeredActions()).contains(KEYCLOAKS_ACTION).doesNotContain(OUR_ACTION);
        } finally {
            realm.enableAction(OUR_ACTION, true);
        }
        person.user().importStockCodes(FIRST);
        assertThat(console.offeredActions()).as("who has such a set").contains(OUR_ACTION, KEYCLOAKS_ACTION);
    }

    private EnrolledUser owner(String name) {
        EnrolledUser person = EnrolledUser.imported(realm, name);
        person.user().importStockCodes(FIRST, SECOND, THIRD);
        return person;
    }

    /** Keycloak's form, by "Try another way" from the code page. */
    private BrowserSession form(EnrolledUser person) {
        BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
        browser.post(browser.action(""), List.of(Map.entry("tryAnotherWay", "on")));
        String choice = browser.page()
                .attribute("li:contains(Recovery Authentication Code) input[name=authenticationExecution]", "value");
        assertThat(choice).as(browser.page().text()).isNotEmpty();
        return browser.post(browser.action(""), List.of(Map.entry("authenticationExecution", choice)));
    }

    private static BrowserSession typed(BrowserSession browser, String code) {
        return browser.submit("#kc-recovery-code-login-form", Map.of("recoveryCodeInput", code));
    }
}
