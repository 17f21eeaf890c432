package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.guard.Screen.BEGIN_AGAIN;
import static io.github.keycloaktwofactor.guard.Screen.ENROLLED;
import static io.github.keycloaktwofactor.guard.Screen.ERROR;
import static io.github.keycloaktwofactor.guard.Screen.KEY;
import static io.github.keycloaktwofactor.guard.Screen.LOGIN;
import static io.github.keycloaktwofactor.guard.Screen.NEW_CODES;
import static io.github.keycloaktwofactor.guard.Screen.PASSWORD_AGAIN;
import static io.github.keycloaktwofactor.guard.Screen.RECOVERED;
import static io.github.keycloaktwofactor.guard.Screen.SIGNED_IN;
import static io.github.keycloaktwofactor.guard.Screen.STOCK_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes away while somebody is on a page of ours, the press there leads on, with a text that is true. Nothing that
 * went away is believed any more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnderAnOpenPageIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("staff").client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.switchOn(Map.of("requiredRoles", "staff", "endOtherSessions", "NEVER", "lowCodesThreshold", "7"));
    }

    static Stream<Arguments> pagesAndWhatGoes() {
        return Arrays.stream(OpenPage.values())
                .flatMap(page -> Arrays.stream(Gone.values())
                        .filter(gone -> page.enrolled() || gone != Gone.AUTHENTICATOR && gone != Gone.RECOVERY_CODES)
                        .map(gone -> Arguments.of(page, gone)));
    }

    @ParameterizedTest
    @MethodSource("pagesAndWhatGoes")
    void thePressLeadsOn(OpenPage page, Gone gone) {
        Owner owner = owner(page, gone);
        BrowserSession browser = page.open(owner);
        Map<String, String> fields = page.fields(owner, browser);
        try {
            gone.by(owner);

            browser.press(page.button(), fields);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(afterThePress(page, gone));
            assertEnded(browser, page, gone);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        assertNothingMalformed(owner);
    }

    /** Nothing was pressed that would have to be ended. */
    @Test
    void aReloadOfTheForcedSetUpEndsTheSignInOnceNobodyDemandsIt() {
        Owner owner = Owner.fresh(realm, "reloads", "staff");
        BrowserSession browser = OpenPage.FORCED_SET_UP.open(owner);
        assertThat(Screen.of(browser)).isEqualTo(KEY);

        Gone.ROLE.by(owner);

        assertThat(Screen.of(browser.reload())).isEqualTo(SIGNED_IN);
        assertThat(owner.user().credentials("otp")).isEmpty();
    }

    /** Keycloak itself begins again, and says so. */
    @ParameterizedTest
    @CsvSource({
        "two-factor-setup, replace",
        "two-factor-setup, leave",
        "two-factor-recovery-codes, regenerate",
        "two-factor-recovery-codes, leave"
    })
    void aPressInASessionThatIsOverLeadsToTheLoginPage(String action, String button) {
        Owner owner = Owner.enrolled(realm, "session-" + action + "-" + button);
        BrowserSession browser = owner.passed(owner.password("app", Map.of()));
        browser.openLogin(Map.of("kc_action", action));
        assertThat(browser.page().offers(button)).isTrue();

        for (JsonNode session : owner.user().sessions()) {
            realm.rest().delete("/sessions/" + session.path("id").asText());
        }
        browser.press(button);

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(LOGIN);
        assertThat(browser.page().text()).contains("This sign-in has ended. Sign in again to go on.");
        assertThat(owner.user().credentials("two-factor-recovery-codes")).hasSize(1);
    }

    /** Where a press leads that was right when the page was opened. */
    private static Screen afterThePress(OpenPage page, Gone gone) {
        return switch (gone) {
            case AUTHENTICATOR, RECOVERY_CODES, SIGN_INS -> BEGIN_AGAIN;
            // In a flow Keycloak itself says that the account is disabled.
            case ACCOUNT ->
                switch (page) {
                    case CODE, RECOVERY_CODE -> ERROR;
                    default -> BEGIN_AGAIN;
                };
            case POLICY ->
                switch (page) {
                    case CODE, RECOVERY_CODE -> STOCK_CODE;
                    default -> SIGNED_IN;
                };
            // Users who are enrolled are asked whatever the policy says, and those who have begun to set up may end it.
            case ROLE ->
                switch (page) {
                    case CODE, CODE_OF_THE_GUARD, RECOVERED, REPLACED, CODES_SHOWN, CODES_HIDDEN -> SIGNED_IN;
                    case RECOVERY_CODE, RECOVERY_CODE_OF_THE_GUARD -> RECOVERED;
                    case RECOVERED_ASKED, CODES_ASKED, CARD_ASKED, FORCED_SET_UP -> NEW_CODES;
                    case CARD -> KEY;
                    case REPLACEMENT -> ENROLLED;
                };
        };
    }

    /** The text is that of the page whose only way out begins again; a reload shows it once more. */
    private static void assertEnded(BrowserSession browser, OpenPage page, Gone gone) {
        if (Screen.of(browser) == BEGIN_AGAIN) {
            assertThat(browser.page().text())
                    .contains(
                            gone == Gone.ACCOUNT
                                    ? "Your account has been disabled, so this sign-in has ended."
                                    : "or you were signed out everywhere, so this sign-in has ended. Sign in again.");
            if (page != OpenPage.REPLACED) {
                // That page's address names another action, at whose reload Keycloak has a page of its own.
                assertThat(Screen.of(browser.reload())).isEqualTo(BEGIN_AGAIN);
            }
            assertThat(Screen.of(browser.press("restart"))).isIn(LOGIN, PASSWORD_AGAIN);
        }
    }

    /** A code that could not be right any more was no typing error. */
    private void assertNothingMalformed(Owner owner) {
        assertThat(realm.events("LOGIN_ERROR").stream()
                        .filter(event -> owner.user().id().equals(event.userId()))
                        .map(TestEvent::details))
                .noneMatch(details -> details.containsKey("two_factor_reason"));
    }

    private Owner owner(OpenPage page, Gone gone) {
        String name = String.join("-", page.name(), gone.name()).toLowerCase(Locale.ROOT);
        return page.enrolled() ? Owner.enrolled(realm, name, "staff") : Owner.fresh(realm, name, "staff");
    }
}
