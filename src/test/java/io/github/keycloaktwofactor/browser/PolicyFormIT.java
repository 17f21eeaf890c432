package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The form of the settings behind the gear, in Keycloak's admin console, as an administrator of the realm sees it. */
@Tag("browser")
@Tag("pictures")
final class PolicyFormIT {

    private static final List<String> FIRST_FIVE =
            List.of("requireEveryone", "requireAdmins", "requiredRoles", "exemptRoles", "adminRoles");

    private TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeEach
    void switchOn() {
        realm = KeycloakServer.shared().realm();
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
        realm.user("head", "realm-management/realm-admin").update(Map.of("firstName", "H", "lastName", "D"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void theFirstFiveSettingsAreSeenWithoutScrollingAndSayWhomTheyConcern() {
        Page page = form();

        Locator dialog = page.getByRole(AriaRole.DIALOG);
        for (String key : FIRST_FIVE) {
            Locator group = group(page, key);
            assertThat(group).isVisible();
            double bottom = group.boundingBox().y + group.boundingBox().height;
            assertThat(bottom).as(key).isLessThanOrEqualTo(page.viewportSize().height);
            assertThat(group.locator(".pf-v5-c-form__label-text").first().innerText())
                    .as(key)
                    .startsWith("Who: ");
        }
        assertThat(dialog.innerText()).doesNotContain("MFA");
        List<String> labels = dialog.locator(".pf-v5-c-form__label-text").allInnerTexts();
        assertThat(labels)
                .allMatch(label -> label.matches("(Who|Roll-out|Guessing|Codes|Devices|Pages|Applications): .+"));
        chromium.shot(page, "admin/policy-form");
        help(page, "requireEveryone", "A save takes effect at once");
        chromium.shot(page, "admin/policy-form-help");
    }

    @Test
    void theHelpSaysWhatASaveDoesToSessionsAndWhatTheAgeOfASignInMeansHere() {
        Page page = form();

        help(page, "existingSessions", "Sign-ins in the browser always ask.");
        chromium.shot(page, "admin/policy-form-sessions");
        help(page, "max_auth_age", "replaces or disables two-factor");
    }

    @Test
    void anEmptyItemIsRefusedWithTheNameOfTheSetting() {
        Page page = form();
        page.getByTestId("config.requiredRoles-addValue").click();
        page.getByTestId("save").click();

        assertThat(page.getByText("has an empty item")).isVisible();
        assertThat(page.getByText("Who: roles that require two-factor (requiredRoles)"))
                .isVisible();
        chromium.shot(page, "admin/policy-form-refused");
        assertThat(realm.settings().path("requiredRoles").asText()).isEqualTo("staff");
    }

    @Test
    void aSaveOfTheFormKeepsWhatItShowsAndDropsAnUnknownSettingThatItDoesNotShow() {
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        action.withObject("/config").put("requiredRole", "staff");
        realm.rest().put("/authentication/required-actions/" + TestRealm.POLICY, action);

        Page page = form();
        page.getByTestId("save").click();

        assertThat(page.getByText("Successfully saved the config")).isVisible();
        assertThat(realm.settings().path("requiredRoles").asText()).isEqualTo("staff");
        assertThat(realm.settings().has("requiredRole")).isFalse();
    }

    private Page form() {
        Page page = chromium.page();
        page.setViewportSize(1280, 800);
        page.navigate(realm.server().baseUrl() + "/admin/" + realm.name() + "/console/#/" + realm.name()
                + "/authentication/required-actions");
        chromium.signIn(page, "head", TestRealm.PASSWORD);
        page.locator("tr", new Page.LocatorOptions().setHasText("Two-Factor: policy"))
                .getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHas(page.locator("svg")))
                .last()
                .click();
        assertThat(group(page, "requireEveryone")).isVisible();
        return page;
    }

    private static Locator group(Page page, String key) {
        return page.getByRole(AriaRole.DIALOG)
                .locator(".pf-v5-c-form__group")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("[for='" + key + "'], [for='config." + key + "']")));
    }

    private static void help(Page page, String key, String text) {
        group(page, key)
                .locator(".pf-v5-c-form__group-label-help, .pf-v5-c-form__label button")
                .first()
                .click();
        assertThat(page.getByText(text)).isVisible();
        page.waitForFunction("() => getComputedStyle(document.querySelector('.pf-v5-c-popover')).opacity === '1'");
    }
}
