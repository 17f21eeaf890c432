package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account console's page "Signing in": what it calls our credentials, what it warns of, where its buttons lead. */
@Tag("browser")
@Tag("pictures")
final class AccountConsoleIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff", "recoveryCodeCount", "4"));
        realm.register("delete_credential");
    }

    @Test
    void setUpLeadsToOurPageAndBack() {
        realm.user("alice");
        Page page = signingIn("alice");
        assertThat(page.getByTestId("two-factor-recovery-codes/title")).hasCount(0);
        page.getByTestId("otp/create").click();

        PageReader person = new PageReader(page);
        person.reads("Not configured").press("Enable two-factor");
        person.type("6-digit code", person.scans().code(SERVER.clock().now()))
                .press("Confirm and enable")
                .tick("I have saved these codes somewhere safe")
                .press("Continue")
                .reads("Two-factor authentication is now active.")
                .press("Back to account");

        assertThat(page.getByTestId("otp/credential-list")).containsText("Authenticator app");
        assertThat(page.getByTestId("otp/credential-list")).not().containsText("two-factor");
        assertThat(page.getByTestId("otp/create")).hasCount(0);
        assertThat(page.getByTestId("otp/credential-list").getByText("Delete")).hasCount(0);
        assertThat(page.getByTestId("two-factor-recovery-codes/title")).hasText("Recovery codes");
        assertThat(page.getByTestId("two-factor-recovery-codes/help-text"))
                .hasText("Each code signs you in once when you are without your authenticator app.");
        assertThat(page.getByTestId("two-factor-recovery-codes/credential-list"))
                .containsText("4 of 4 recovery codes left");
        chromium.shot(page, "account/enabled");
        Album.keepWindow(page, "account-console");
    }

    @Test
    void theButtonsOfTheRowsLeadToTheCardAndToNewCodes() {
        Enrolled bob = Enrolled.saving(realm, "bob", "staff");
        for (int i = 0; i < 2; i++) {
            realm.browser()
                    .signIn("bob", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", bob.codes().get(i)))
                    .press("continue");
        }
        Page page = signingIn("bob");
        new PageReader(page)
                .type("Authenticator code", bob.app().code(SERVER.clock().awaitStepStart(30)))
                .press("Verify and sign in");
        Locator codes = page.getByTestId("two-factor-recovery-codes/credential-list");
        assertThat(codes).containsText("2 of 4 recovery codes left");
        assertThat(codes).containsText("Running low: 2 left");
        assertThat(codes).containsText("Generate a new set and save it.");
        chromium.shot(page, "account/low");

        page.getByTestId("otp/credential-list").getByText("Update").click();
        new PageReader(page)
                .arrivesAt("Two-factor authentication")
                .reads("Enabled")
                .press("Back to account");
        page.getByTestId("two-factor-recovery-codes/credential-list")
                .getByText("Update")
                .click();
        new PageReader(page)
                .arrivesAt("Regenerate recovery codes")
                .press("Generate new codes")
                .tick("I have saved these codes somewhere safe")
                .press("Continue to Account Console");
        assertThat(page.getByTestId("two-factor-recovery-codes/credential-list"))
                .containsText("4 of 4 recovery codes left");
    }

    @Test
    void whoHasAnAuthenticatorButNoCodesIsOfferedAFirstSet() {
        realm.user("carol");
        var app = realm.find("carol").importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        Page page = signingIn("carol");
        new PageReader(page)
                .type("Authenticator code", app.code(SERVER.clock().now()))
                .press("Verify and sign in");

        page.getByTestId("two-factor-recovery-codes/create").click();
        new PageReader(page)
                .arrivesAt("Recovery codes")
                .reads("You have no recovery codes. Without them, losing your phone means losing access.", "Cancel");
        assertThat(realm.find("carol").credentials("two-factor-recovery-codes")).isEmpty();
    }

    private Page signingIn(String name) {
        Page page = chromium.page();
        page.navigate(realm.url("/account/account-security/signing-in"));
        chromium.signIn(page, name, TestRealm.PASSWORD);
        return page;
    }
}
