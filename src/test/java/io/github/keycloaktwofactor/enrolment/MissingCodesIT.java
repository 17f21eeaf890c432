package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Enrolled users without recovery codes, who come from Keycloak's OTP or whose set was removed, are offered a set. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MissingCodesIT {

    private static final String OURS = "two-factor-recovery-codes";

    @OwnRealm("requireEveryone=true")
    private TestRealm realm;

    @BeforeEach
    void offered() {
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "OFFER"));
        realm.clearEvents();
    }

    @Test
    void theyMayLeaveItUntilLaterAndAreOfferedItAtTheNextSignIn() {
        EnrolledUser person = EnrolledUser.imported(realm, "later");

        BrowserSession browser = person.signIn();
        assertMissing(browser);
        browser.reload();
        assertMissing(browser);
        browser.press("later");

        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertThat(person.user().credentials(OURS)).isEmpty();
        TestEvent event = realm.awaitEvent(
                "CUSTOM_REQUIRED_ACTION_ERROR", found -> person.user().id().equals(found.userId()));
        assertThat(event.error()).isEqualTo("rejected_by_user");
        assertThat(event.detail("custom_required_action")).isEqualTo(OURS);
        assertThat(browser.openLogin().signedIn()).as("by the cookie").isTrue();
        assertMissing(person.signIn());
    }

    @Test
    void theyMakeASetAndAreNotOfferedAnotherOne() {
        EnrolledUser person = EnrolledUser.imported(realm, "makes");

        BrowserSession browser = person.signIn();
        browser.press("create");
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_CODES);
        assertThat(browser.page().text())
                .contains("Your recovery codes are ready")
                .doesNotContain("old codes");
        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertThat(person.user().credentials(OURS)).hasSize(1);
        TestEvent event = realm.awaitEvent(
                "UPDATE_CREDENTIAL", found -> person.user().id().equals(found.userId()));
        assertThat(event.detail("credential_type")).isEqualTo(OURS);
        assertThat(event.detail("two_factor_change")).isEqualTo("codes");
        assertThat(person.signIn().signedIn()).isTrue();
    }

    @Test
    void whoseSetTheHelpDeskRemovedIsOfferedOne() {
        EnrolledUser person = EnrolledUser.imported(realm, "leaked");
        person.signIn().press("create").press("continue", Map.of("saved", "on"));
        person.user().deleteCredential(person.user().credentials(OURS).get(0).id());

        assertMissing(person.signIn());
    }

    @Test
    void demandedTheSignInEndsOnlyWithASet() {
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "DEMAND"));
        EnrolledUser person = EnrolledUser.imported(realm, "must");

        BrowserSession browser = person.signIn();
        assertMissing(browser);
        assertThat(browser.page().has("button[value=later]")).isFalse();
        browser.post(browser.action("create"), List.of(Map.entry("do", "later")));
        assertMissing(browser);
        assertThat(person.user().sessions()).isEmpty();
        BrowserSession left = person.signIn().press("leave");
        assertThat(Screen.of(left)).as(left.page().text()).isEqualTo(Screen.LOGIN);

        browser.press("create").press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        assertThat(person.user().credentials(OURS)).hasSize(1);
    }

    @Test
    void neverMeansNever() {
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "NEVER"));

        assertThat(EnrolledUser.imported(realm, "never").signIn().signedIn()).isTrue();
    }

    /** Users who are enrolled are offered a set, whether or not the policy names them. */
    @Test
    void whomThePolicyDoesNotNameIsOfferedOneToo() {
        realm.configure(Map.of("requireEveryone", "false", "missingRecoveryCodes", "OFFER"));

        assertMissing(EnrolledUser.imported(realm, "at-will").signIn());
    }

    @Test
    void doorsWithoutAPageAreNotHeldUp() {
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "DEMAND"));
        EnrolledUser person = EnrolledUser.imported(realm, "no-page");

        assertThat(realm.directGrant(person.name(), TestRealm.PASSWORD, person.code())
                        .ok())
                .isTrue();
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "OFFER"));
        BrowserSession browser = person.signIn().press("later");
        realm.configure(Map.of("requireEveryone", "true", "missingRecoveryCodes", "DEMAND"));
        assertThat(browser.openLogin(Map.of("prompt", "none")).signedIn()).isTrue();
    }

    @Test
    void whoStartsTheActionThatMakesCodesIsNotAskedTwice() {
        EnrolledUser person = EnrolledUser.imported(realm, "action");

        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", OURS))
                .signIn(person.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.code()));

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.ASK_REGENERATE);
        browser.press("regenerate").press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
    }

    @Test
    void whereKeycloaksOwnCodesHelpNobodyIsAsked() {
        EnrolledUser person = EnrolledUser.imported(realm, "stock-codes");
        person.user().importStockCodes("AAAABBBBCCCC", "DDDDEEEEFFFF");
        assertMissing(person.signIn());

        realm.flows().require("browser", "auth-recovery-authn-code-form", "ALTERNATIVE");
        try {
            assertThat(person.signIn().signedIn()).isTrue();
        } finally {
            realm.flows().require("browser", "auth-recovery-authn-code-form", "DISABLED");
        }
    }

    private static void assertMissing(BrowserSession browser) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODES_MISSING);
    }
}
