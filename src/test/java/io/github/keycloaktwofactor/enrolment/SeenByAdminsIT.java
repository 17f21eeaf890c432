package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What events tell an administrator of a roll-out, and of a factor that a help desk removes. */
@Tag("fast")
final class SeenByAdminsIT {

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
    }

    @Test
    void whoIsLedToTheSetUpAndLeavesItIsSeenOnceEach() {
        TestUser user = realm.user("leaves", "staff");
        BrowserSession browser = realm.browser().signIn("leaves", TestRealm.PASSWORD);
        browser.reload();
        assertThat(setUps(user))
                .extracting(event -> event.detail("two_factor_setup"))
                .containsExactly("shown");

        browser.press("leave");

        List<TestEvent> events = setUps(user);
        assertThat(events).hasSize(2);
        assertThat(events.get(0).type()).isEqualTo("CUSTOM_REQUIRED_ACTION_ERROR");
        assertThat(events.get(0).error()).isEqualTo("rejected_by_user");
        assertThat(events.get(0).detail("two_factor_setup")).isEqualTo("left");
        assertThat(events.get(1).type()).isEqualTo("CUSTOM_REQUIRED_ACTION");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.detail("custom_required_action")).isEqualTo("two-factor-setup"));
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void whoSetsUpIsSeenToHaveBeenLedThereAndToHaveDoneIt() {
        TestUser user = realm.user("stays", "staff");

        SetupPages.enrol(realm, realm.browser(), "stays");

        assertThat(setUps(user))
                .extracting(event -> event.detail("two_factor_setup"))
                .containsExactly("shown");
        assertThat(realm.events("UPDATE_CREDENTIAL"))
                .filteredOn(event -> user.id().equals(event.userId()))
                .extracting(event -> event.detail("two_factor_change"))
                .contains("enabled");
    }

    @Test
    void whoIsNotRequiredToSetUpIsNotSeen() {
        TestUser user = realm.user("free");

        assertThat(realm.browser().signIn("free", TestRealm.PASSWORD).signedIn())
                .isTrue();
        realm.browser()
                .open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")))
                .signIn("free", TestRealm.PASSWORD);

        assertThat(setUps(user)).isEmpty();
    }

    @Test
    @DisabledIfSystemProperty(
            named = "keycloak.version",
            matches = "26\\.[4-6]\\..*",
            disabledReason = "The admin event has no details there")
    void whichKindOfFactorAnAdministratorRemovedStandsInKeycloaksAdminEvent() {
        TestUser user = realm.user("helped", "staff");
        SetupPages.enrol(realm, realm.browser(), "helped");

        for (Credential credential : user.credentials()) {
            if (!credential.type().equals("password")) {
                user.deleteCredential(credential.id());
            }
        }

        assertThat(realm.adminEvents().stream()
                        .filter(event ->
                                event.path("resourcePath").asText().startsWith("users/" + user.id() + "/credentials/"))
                        .map(event -> event.path("details")))
                .extracting(details -> details.path("credential_type").asText())
                .containsExactlyInAnyOrder("otp", "two-factor-recovery-codes");
    }

    /** The latest first. */
    private static List<TestEvent> setUps(TestUser user) {
        return realm.events().stream()
                .filter(event -> user.id().equals(event.userId()) && event.detail("two_factor_setup") != null)
                .toList();
    }
}
