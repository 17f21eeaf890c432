package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin page on the server's own answers, in a small realm: what it shows is what is there, and what it does is done. */
@Tag("browser")
final class AdminPageOnRealCallsIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Page page;

    @BeforeAll
    static void setUp() {
        realm = AdminSite.realm(SERVER);
        realm.realmRole("staff").group("Accounting", "staff");
        realm.user("ada", "staff").importOtp(KEY);
        realm.user("ben").join("Accounting");
        realm.user("desk", AdminSite.CLIENT + "/view-report", AdminSite.CLIENT + "/help-desk");
        realm.rest()
                .put("/two-factor/policy", Map.of("requiredRoles", List.of("staff"), "missingRecoveryCodes", "NEVER"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @BeforeEach
    void open() {
        page = chromium.page();
    }

    @Test
    void whoLacksItIsCountedListedAndExplained() {
        signIn("head");
        assertThat(row("required, but not set up").first()).containsText("1");
        assertThat(page.locator(".tfa-findings").first()).isVisible();
        page.getByRole(AriaRole.LINK, named("required, but not set up")).click();

        assertThat(page.locator("tbody tr")).hasCount(1);
        button("ben").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("staff");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("/Accounting");
        assertThat(chromium.complaints().stream().filter(line -> !line.contains("404")))
                .isEmpty();
    }

    @Test
    void theEffectOfAChangeIsCountedBeforeItIsSaved() {
        signIn("head");
        tab("Policy");
        page.getByLabel("require two-factor for admins").check();
        button("Review and save").click();

        Locator review = page.getByRole(AriaRole.DIALOG);
        assertThat(review.getByText("Newly required: 2")).isVisible();
        assertThat(review).containsText("head");
        assertThat(review.getByText("have not set it up: you must do so")).isVisible();
        review.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        button("Discard changes").click();
    }

    @Test
    void whatIfAnswersWhatTheGuardWouldDo() {
        signIn("head");
        tab("What if");
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("ben");
        page.locator("#what-if-user-list li", new Page.LocatorOptions().setHasText("ben"))
                .click();
        button("Ask").click();

        assertThat(page.getByText("The user has to set up two-factor.")).isVisible();
    }

    @Test
    void anExemptionIsAddedCountsAndIsEnded() {
        TestUser dora = realm.user("dora", "staff");
        signIn("head");
        tab("Exemptions");
        assertThat(page.getByText("There is no exemption.")).isVisible();
        button("Add an exemption").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("#exempt-who").fill("dora");
        page.locator("#exempt-who-list li", new Page.LocatorOptions().setHasText("dora"))
                .click();
        String last = dialog.locator("#exempt-until").getAttribute("max");
        dialog.locator("#exempt-until").fill(last);
        dialog.getByLabel("Reason").fill("INC-4711");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add an exemption"))
                .click();

        assertThat(page.getByText("The exemption takes effect now.")).isVisible();
        assertThat(row("dora")).containsText("INC-4711");
        assertThat(row("dora")).containsText("head");
        assertThat(realm.browser().signIn("dora", TestRealm.PASSWORD).signedIn())
                .isTrue();
        tab("Users");
        button("dora").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("by record: INC-4711");
        page.keyboard().press("Escape");

        tab("Exemptions");
        button("Add an exemption").click();
        dialog.locator("#exempt-kind").selectOption("role");
        dialog.locator("#exempt-who").fill("staff");
        page.locator("#exempt-who-list li", new Page.LocatorOptions().setHasText("staff"))
                .first()
                .click();
        dialog.getByLabel("Reason").fill("INC-4712");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add an exemption"))
                .click();
        assertThat(row("staff")).containsText("INC-4712");

        for (String name : List.of("dora", "staff")) {
            button("End the exemption of " + name).click();
            dialog.getByLabel("Reason").fill("over");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("End").setExact(true))
                    .click();
            assertThat(page.getByText("The exemption has ended.")).isVisible();
            assertThat(row(name)).hasCount(0);
        }
        assertThat(realm.browser().signIn("dora", TestRealm.PASSWORD).signedIn())
                .isFalse();
        dora.delete();
    }

    @Test
    void theHelpDeskFindsAUserAndResetsTwoFactor() {
        TestUser carl = realm.user("carl", "staff");
        carl.importOtp(KEY);
        signIn("desk");
        assertThat(page.getByRole(AriaRole.LINK, named("Policy"))).hasCount(0);
        tab("Users");
        page.getByLabel("Search by user name").fill("carl");
        assertThat(page.locator("tbody tr")).hasCount(1);
        button("carl").click();
        Locator drawer = page.getByRole(AriaRole.DIALOG);
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Reset two-factor"))
                .click();
        drawer.getByLabel("Reason").fill("INC-4711");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Reset two-factor"))
                .click();

        assertThat(drawer.getByText("Two-factor of this user was reset.")).isVisible();
        assertThat(drawer).containsText("authenticator apps");
        assertThat(carl.credentials("otp")).isEmpty();
        carl.delete();
    }

    @Test
    void theCsvHasEveryRow() throws IOException {
        signIn("head");
        tab("Users");

        Download download = page.waitForDownload(() -> button("Download as CSV").click());

        String csv = Files.readString(download.path());
        assertThat(csv).contains("ada").contains("ben").containsPattern("# rows,\\d+\\R$");
        assertThat(page.getByText("Rows in the file:")).isVisible();
    }

    @Test
    void signedOutItLeadsBackToTheSignIn() {
        signIn("head");
        button("Sign out").click();

        assertThat(page.locator("#username")).isVisible();
    }

    private void signIn(String user) {
        page.navigate(realm.url("/two-factor/admin/"));
        chromium.signIn(page, user, TestRealm.PASSWORD);
        assertThat(page.locator("nav.tfa-tabs")).isVisible();
    }

    private void tab(String name) {
        page.getByRole(AriaRole.LINK, named(name)).click();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private Locator row(String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
