package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an administrator does on the admin page, tab by tab, and what the page does when the server does not do its part. */
@Tag("browser")
final class AdminPageIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String NETWORK = "Failed to load resource";

    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private Page page;
    private AdminSite site;

    @BeforeAll
    static void setUp() {
        realm = AdminSite.realm(SERVER);
        realm.user("nobody");
        realm.user("watcher", "realm-management/view-realm");
        realm.rest()
                .post(
                        "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "SKIP",
                                "roles",
                                Map.of(
                                        "realm",
                                        IntStream.range(0, 1000)
                                                .mapToObj(i -> Map.of("name", "role-%03d".formatted(i)))
                                                .toList())));
        realm.clientRole("payroll", "clerk");
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @BeforeEach
    void open() {
        page = chromium.page();
        site = new AdminSite(page).halfway();
    }

    @Test
    void theOverviewSaysWhoHasItInNumbersAndWhatLeadsAroundIt() {
        site.open(chromium, realm, "head");

        assertThat(heading("Who has two-factor")).isVisible();
        assertThat(row("required, but not set up").first()).containsText("23,560");
        assertThat(row("required, but not set up").first()).containsText("24%");
        assertThat(page.locator("svg.tfa-ring")).containsText("62%");
        assertThat(row("administrators without two-factor")).containsText("3");
        assertThat(page.getByText("The client has a browser flow of its own")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, named("payroll")))
                .hasAttribute(
                        "href",
                        SERVER.baseUrl() + "/admin/" + realm.name() + "/console/#/" + realm.name()
                                + "/clients/payroll-id/settings");
        assertThat(page).hasTitle("Overview · Two-factor · " + realm.name());
        nothingIsWrong();

        page.getByRole(AriaRole.LINK, named("grace period over")).click();

        assertThat(page.getByLabel("grace period over")).isChecked();
        assertThat(page.locator("table").first()).containsText("user-0");
        assertThat(site.calls())
                .anyMatch(call -> call.startsWith("GET /two-factor/report/users?filter=overdue&max=50"));
    }

    @Test
    void usersAreSearchedFilteredAndTurnedPageByPage() {
        site.open(chromium, realm, "head");
        tab("Users");
        assertThat(page.locator("tbody tr")).hasCount(50);
        assertThat(button("Previous")).isDisabled();

        button("Next").click();
        assertThat(page.getByText("Page 2")).isVisible();
        assertThat(site.calls()).anyMatch(call -> call.contains("max=50&after=row-50"));
        button("Previous").click();
        assertThat(page.getByText("Page 1")).isVisible();

        site.answers("GET /two-factor/report/users\\?search=grace.*", Map.of("users", List.of()));
        page.getByLabel("Search by user name").fill("grace");
        assertThat(page.getByText("No user matches.")).isVisible();
        page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("has never signed in").check();
        page.getByLabel("With the role").fill("777");
        page.getByRole(AriaRole.OPTION, named("role-777")).click();
        assertThat(page.getByText("No user matches.")).isVisible();
        page.waitForCondition(() -> site.calls().stream()
                .anyMatch(call -> call.contains("search=grace&filter=never-signed-in&role=role-777&max=50")));

        button("Clear search and filters").click();
        assertThat(page.locator("tbody tr")).hasCount(50);
        nothingIsWrong();
    }

    @Test
    void aResetNeedsAReasonAndSaysWhatWasRemoved() {
        site.answers(
                "POST /two-factor/users/id-2/reset",
                Map.of(
                        "removed",
                        List.of(
                                Map.of("what", "authenticators", "type", "otp", "id", "c1", "label", "Pixel"),
                                Map.of("what", "recovery-codes", "type", "two-factor-recovery-codes", "id", "c2"),
                                Map.of("what", "waits", "type", "totp"))));
        site.open(chromium, realm, "head");
        tab("Users");
        button("user-2").click();

        Locator drawer = page.getByRole(AriaRole.DIALOG);
        assertThat(drawer).containsText("role staff via group /Accounting");
        assertThat(drawer).containsText("authenticator: 4");
        assertThat(drawer).containsText("Firefox on Linux");
        drawer.getByRole(AriaRole.BUTTON, in("Reset two-factor")).click();
        drawer.getByRole(AriaRole.BUTTON, in("Reset two-factor")).click();
        assertThat(drawer.getByText("Give a reason.")).isVisible();
        assertThat(site.calls()).noneMatch(call -> call.startsWith("POST"));

        drawer.getByLabel("Reason").fill("INC-4711");
        drawer.getByLabel("passkeys and security keys").check();
        drawer.getByLabel("sign the user out everywhere").uncheck();
        page.keyboard().press("Enter");

        assertThat(drawer.getByText("Two-factor of this user was reset.")).isVisible();
        assertThat(drawer).containsText("authenticator apps (Pixel), recovery codes, waits and blocked codes");
        assertThat(site.calls())
                .anyMatch(call -> call.contains("\"reason\":\"INC-4711\"")
                        && call.contains("\"signOut\":false")
                        && call.contains("\"passkeys\""));
        page.keyboard().press("Escape");
        assertThat(drawer).hasCount(0);
        assertThat(button("user-2")).isFocused();
        nothingIsWrong();
    }

    @Test
    void waitsAreEndedAndDevicesForgotten() {
        site.does("POST /two-factor/users/id-2/unlock", AdminPageIT::noContent);
        site.does("DELETE /two-factor/users/id-2/trusted-devices\\?reason=INC\\+1", AdminPageIT::noContent);
        site.open(chromium, realm, "head");
        tab("Users");
        button("user-2").click();
        Locator drawer = page.getByRole(AriaRole.DIALOG);

        drawer.getByRole(AriaRole.BUTTON, in("End waits")).click();
        drawer.getByLabel("Reason").fill("INC 1");
        drawer.getByRole(AriaRole.BUTTON, in("End waits")).click();
        assertThat(drawer.getByText("All waits have ended.")).isVisible();

        drawer.getByRole(AriaRole.BUTTON, in("Forget devices")).click();
        drawer.getByLabel("Reason").fill("INC 1");
        drawer.getByRole(AriaRole.BUTTON, in("Forget devices")).click();
        assertThat(drawer.getByText("All trusted devices are forgotten.")).isVisible();
        nothingIsWrong();
    }

    @Test
    void theHelpDeskIsToldKindlyWhatItMayNotDo() {
        site.fails("POST /two-factor/users/id-2/unlock", 403, Map.of("error", "HTTP 403 Forbidden"));
        site.open(chromium, realm, "head");
        tab("Users");
        button("user-2").click();
        Locator drawer = page.getByRole(AriaRole.DIALOG);
        drawer.getByRole(AriaRole.BUTTON, in("End waits")).click();
        drawer.getByLabel("Reason").fill("INC 1");
        drawer.getByRole(AriaRole.BUTTON, in("End waits")).click();

        assertThat(drawer.getByText("You are not allowed to do this.")).isVisible();
        assertThat(drawer.getByLabel("Reason")).hasValue("INC 1");
    }

    @Test
    void aCsvIsKeptOnlyIfItsLastLineSaysThatItIsWhole() throws IOException {
        String whole = "\"username\"\r\n\"ada\"\r\n\"ben\"\r\n# rows,2\r\n";
        site.does("GET /two-factor/report/users.csv.*", csv(whole));
        site.open(chromium, realm, "head");
        tab("Users");

        Download download = page.waitForDownload(() -> button("Download as CSV").click());
        assertThat(Files.readString(download.path())).isEqualTo(whole);
        assertThat(download.suggestedFilename()).isEqualTo("two-factor-" + realm.name() + ".csv");
        assertThat(page.getByText("Rows in the file: 2.")).isVisible();

        site.does("GET /two-factor/report/users.csv.*", csv("\"username\"\r\n\"ada\"\r\n"));
        button("Download as CSV").click();
        assertThat(page.getByText("The file was incomplete")).isVisible();
        nothingIsWrong();
    }

    @Test
    void aCsvThatTakesLongCanBeCancelled() {
        site.does("GET /two-factor/report/users.csv.*", route -> {});
        site.open(chromium, realm, "head");
        tab("Users");
        button("Download as CSV").click();
        assertThat(page.getByText("Rows so far: 0")).isVisible();

        button("Cancel").click();

        assertThat(page.getByText("The download was cancelled.")).isVisible();
        assertThat(button("Download as CSV")).isEnabled();
    }

    @Test
    void aPolicyIsSavedOnceItsEffectIsSeen() {
        realm.rest().put("/two-factor/policy", Map.of());
        site.answers("POST /two-factor/policy/preview", AdminSite.preview(true));
        site.open(chromium, realm, "head");
        tab("Policy");
        assertThat(button("Review and save")).isDisabled();
        assertThat(page.getByText("Users who have one of the admin roles must use two-factor.")
                        .first())
                .isVisible();

        page.getByLabel("require two-factor for everyone").check();
        open("Guessing");
        page.getByLabel("first wait in seconds").fill("60");
        assertThat(page.getByText("Settings changed: 2")).isVisible();
        button("Review and save").click();

        Locator review = page.getByRole(AriaRole.DIALOG);
        assertThat(review.getByText("have not set it up: you must do so")).isVisible();
        assertThat(review.getByText("Newly required: 38,000")).isVisible();
        assertThat(review.getByText("ada, ben, carl")).isVisible();
        assertThat(review.getByText("and 35,217 more")).isVisible();
        review.getByRole(AriaRole.BUTTON, in("Save")).click();

        assertThat(page.getByText("The policy is saved")).isVisible();
        assertThat(realm.rest().get("/two-factor/policy").path("waitSeconds").intValue())
                .isEqualTo(60);
        assertThat(realm.rest()
                        .get("/two-factor/policy")
                        .path("requireEveryone")
                        .booleanValue())
                .isTrue();
        assertThat(button("Review and save")).isDisabled();
        nothingIsWrong();
        realm.rest().put("/two-factor/policy", Map.of());
    }

    @Test
    void whatIsWrongIsToldAtItsField() {
        site.fails(
                "POST /two-factor/policy/preview",
                400,
                Map.of(
                        "errorMessage",
                        "Two things.",
                        "errors",
                        List.of(
                                Map.of("field", "waitSeconds", "errorMessage", "10 to 3600."),
                                Map.of("field", "helpUrl", "errorMessage", "No address."))));
        site.open(chromium, realm, "head");
        tab("Policy");
        open("Guessing");
        page.getByLabel("first wait in seconds").fill("1");
        button("Review and save").click();

        Locator field = page.getByLabel("first wait in seconds");
        assertThat(page.getByText("10 to 3600.", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.getByText("No address.")).isVisible();
        assertThat(field).hasAttribute("aria-invalid", "true");
        assertThat(field).hasAttribute("aria-describedby", "setting-waitSeconds-problem setting-waitSeconds-help");
        assertThat(field).isFocused();
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    }

    /** As on a server that has no preview yet, or for somebody who may not see users. */
    @Test
    void aPolicyCanBeSavedWithoutItsEffectAndARefusalIsToldAtItsField() {
        site.fails("POST /two-factor/policy/preview", 403, Map.of("error", "HTTP 403 Forbidden"));
        site.open(chromium, realm, "head");
        tab("Policy");
        open("Guessing");
        page.getByLabel("first wait in seconds").fill("5");
        button("Review and save").click();
        assertThat(page.getByText("You need view-users to see the effect of the change."))
                .isVisible();
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, in("Save")).click();

        assertThat(page.locator("#setting-waitSeconds-problem")).containsText("10");
        assertThat(page.getByLabel("first wait in seconds")).isFocused();
    }

    @Test
    void aRoleOfAThousandIsFoundByTypingAndChosenWithTheKeyboard() {
        site.open(chromium, realm, "head");
        tab("Policy");
        Locator field = page.getByLabel("roles that require two-factor");
        field.focus();
        assertThat(page.getByText("These are the first 20.")).isVisible();

        field.pressSequentially("role-77");
        Locator options = page.locator("#setting-requiredRoles-list").getByRole(AriaRole.OPTION);
        assertThat(options).hasCount(10);
        assertThat(options.nth(7)).hasText("role-777");
        for (int i = 0; i < 8; i++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(field).hasAttribute("aria-activedescendant", "setting-requiredRoles-7");
        page.keyboard().press("Enter");
        assertThat(button("Remove role-777")).isVisible();

        field.pressSequentially("payroll/");
        page.getByRole(AriaRole.OPTION, named("payroll/clerk")).click();
        field.pressSequentially("payroll/*");
        page.keyboard().press("Enter");
        assertThat(page.locator(".tfa-chip").allInnerTexts().stream().map(text -> text.replaceAll("\\s*×", "")))
                .contains("role-777", "payroll/clerk", "payroll/*");

        button("Remove payroll/clerk").click();
        assertThat(field).isFocused();
        assertThat(page.getByText("payroll/clerk")).hasCount(0);
        button("Discard changes").click();
        assertThat(page.getByText("role-777")).hasCount(0);
        nothingIsWrong();
    }

    @Test
    void whatIfTellsTheOutcomeAndWhy() {
        site.answers(
                "POST /two-factor/what-if",
                Map.of("outcome", "SET_UP", "because", List.of("role staff via group /Accounting")));
        site.open(chromium, realm, "head");
        tab("What if");
        button("Ask").click();
        assertThat(page.getByText("Choose one.")).isVisible();

        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("watch");
        page.locator("#what-if-user-list li").first().click();
        page.getByLabel("Way to sign in").selectOption("TRUSTED_DEVICE");
        button("Ask").click();

        assertThat(page.getByText("The user has to set up two-factor.")).isVisible();
        assertThat(page.getByText("role staff via group /Accounting")).isVisible();
        assertThat(site.calls())
                .anyMatch(call -> call.startsWith("POST /two-factor/what-if")
                        && call.contains(realm.find("watcher").id())
                        && call.contains("\"clientId\":\"account\",\"way\":\"TRUSTED_DEVICE\""));
        nothingIsWrong();
    }

    @Test
    void exemptionsHaveATabWhereTheServerKnowsThem() {
        site.open(chromium, realm, "head");
        assertThat(heading("State")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, named("Exemptions"))).hasCount(0);

        site.answers(
                "GET /two-factor/exemptions",
                List.of(Map.of(
                        "id",
                        "e1",
                        "user",
                        Map.of("id", "u1", "username", "ada"),
                        "until",
                        1_796_000_000_000L,
                        "reason",
                        "INC-1",
                        "by",
                        Map.of("id", "u2", "username", "head"),
                        "at",
                        1_795_000_000_000L)));
        site.answers("POST /two-factor/exemptions", Map.of());
        site.does("DELETE /two-factor/exemptions/e1\\?reason=over", AdminPageIT::noContent);
        page.reload();
        tab("Exemptions");
        assertThat(row("ada")).containsText("INC-1");

        button("Add an exemption").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.BUTTON, in("Add an exemption")).click();
        assertThat(dialog.getByText("Give a reason.")).isVisible();
        dialog.locator("#exempt-who").fill("watch");
        page.locator("#exempt-who-list li").first().click();
        dialog.getByLabel("Reason").fill("INC-2");
        dialog.getByRole(AriaRole.BUTTON, in("Add an exemption")).click();
        assertThat(page.getByText("The exemption takes effect now.")).isVisible();

        button("End the exemption of ada").click();
        dialog.getByLabel("Reason").fill("over");
        dialog.getByRole(AriaRole.BUTTON, in("End").setExact(true)).click();
        assertThat(page.getByText("The exemption has ended.")).isVisible();
    }

    @Test
    void somebodyWithoutRightsIsToldWhichAreMissingAndHasAWayOn() {
        new AdminSite(page).open(chromium, realm, "nobody");

        assertThat(page.getByText("You may see nothing of two-factor in the realm " + realm.name()))
                .isVisible();
        assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
        assertThat(button("Try again")).isVisible();
        button("Sign in as somebody else").click();
        page.waitForURL(url -> !url.contains("/two-factor/admin/"));
    }

    @Test
    void whoMaySeeTheRealmAndNoUsersHasNoTabOfUsers() {
        Page own = chromium.page();
        new AdminSite(own)
                .fails("GET /two-factor/report/.*", 403, Map.of("error", "HTTP 403 Forbidden"))
                .answers("GET /two-factor/posture", AdminSite.findings())
                .open(chromium, realm, "watcher");

        assertThat(own.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("State")))
                .isVisible();
        assertThat(own.getByRole(AriaRole.LINK, named("Users"))).hasCount(0);
        assertThat(own.getByRole(AriaRole.LINK, named("Policy"))).isVisible();
        assertThat(own.getByText("Who has two-factor")).hasCount(0);
    }

    @Test
    void aCallThatFailsIsToldAndTriedAgain() {
        site.fails("GET /two-factor/report/summary", 500, Map.of("error", "unknown_error"));
        site.open(chromium, realm, "head");
        assertThat(page.getByText("The server could not do this (error 500).")).isVisible();
        assertThat(page.getByText("The client has a browser flow of its own")).isVisible();

        site.answers("GET /two-factor/report/summary", AdminSite.summary());
        button("Try again").click();

        assertThat(row("required, but not set up").first()).containsText("23,560");
        assertThat(page.getByText("The server could not do this")).hasCount(0);

        site.does("GET /two-factor/posture", route -> route.abort());
        page.reload();
        assertThat(page.getByText("The server does not answer.")).isVisible();
    }

    @Test
    void aCallThatIsSlowIsSaidToBeAndCanBeGivenUp() {
        site.does("GET /two-factor/report/summary", route -> {});
        site.open(chromium, realm, "head");

        assertThat(page.getByText("The server is slower than usual"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
        assertThat(page.getByText("The client has a browser flow of its own")).isVisible();
        button("Cancel").click();
        assertThat(page.getByText("The server is slower than usual")).hasCount(0);
    }

    @Test
    void aSessionThatHasEndedIsTakenUpWhereItWasWithWhatWasNotSaved() {
        site.open(chromium, realm, "head");
        tab("Policy");
        page.getByLabel("require two-factor for admins").check();
        realm.find("head").logoutEverywhere();
        page.context().clearCookies();
        realm.find("head").update(Map.of("firstName", "Hedy"));
        site.fails("POST /two-factor/policy/preview", 401, Map.of("error", "HTTP 401 Unauthorized"));
        button("Review and save").click();

        assertThat(page.getByText("Your session has ended.").first()).isVisible();
        page.keyboard().press("Escape");
        button("Sign in again").click();
        chromium.signIn(page, "head", TestRealm.PASSWORD);

        assertThat(page.getByText("Settings changed: 1")).isVisible();
        assertThat(page.getByLabel("require two-factor for admins")).isChecked();
        assertThat(page).hasURL(realm.url("/two-factor/admin/#policy"));
    }

    @Test
    void tokensAreKeptNowhereAndTheAddressHoldsNoCode() {
        site.open(chromium, realm, "head");
        assertThat(heading("State")).isVisible();

        assertThat(page.url()).isEqualTo(realm.url("/two-factor/admin/"));
        assertThat((String) page.evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])"))
                .isEqualTo("[{},{}]");
        assertThat(page.context().cookies())
                .noneMatch(cookie -> cookie.value.startsWith("eyJ")
                        && !cookie.name.startsWith("KC_")
                        && !cookie.name.equals("KEYCLOAK_IDENTITY")
                        && !cookie.name.equals("AUTH_SESSION_ID"));
        assertThat(page.getByText("head").first()).isVisible();

        button("Sign out").click();
        page.waitForURL(url -> !url.equals(realm.url("/two-factor/admin/")));
    }

    @Test
    void aMasterAdministratorChoosesTheRealm() {
        AdminSite.client(SERVER.admin().below("/master"), "master");
        try (TestRealm other = SERVER.realm()) {
            page.navigate(SERVER.baseUrl() + "/realms/master/two-factor/admin/?realm=" + realm.name());
            chromium.signIn(page, "admin", "admin");

            assertThat(page.getByLabel("Realm")).hasValue(realm.name());
            assertThat(page.getByText("On", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();

            page.getByLabel("Realm").selectOption(other.name());
            assertThat(page.getByText("Off", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(page).hasURL(SERVER.baseUrl() + "/realms/master/two-factor/admin/?realm=" + other.name());

            button("Set up two-factor …").click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("action two-factor-policy");
            button("Set up now").click();
            assertThat(page.getByText("Two-factor is set up.")).isVisible();
            assertThat(other.hasAction(TestRealm.POLICY)).isTrue();

            button("Remove two-factor …").click();
            assertThat(button("Remove two-factor").last()).isDisabled();
            page.getByLabel("I understand that this policy").check();
            page.getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, in("Remove two-factor").setExact(true))
                    .click();
            assertThat(page.getByText("Two-factor is removed from this realm")).isVisible();
            assertThat(page.getByText("\"requireEveryone\": false")).isVisible();
            assertThat(other.hasAction(TestRealm.POLICY)).isFalse();
        }
    }

    @Test
    void aRealmWithoutTheClientSaysHowItIsSetUp() {
        try (TestRealm other = SERVER.realm()) {
            page.navigate(other.url("/two-factor/admin/"));

            assertThat(page.getByText("Two-factor is not set up in this realm yet"))
                    .isVisible();
            nothingIsWrong();
        }
    }

    /** As on plain HTTP with a name of a host, where browsers have no Web Crypto. */
    @Test
    void withoutWebCryptoTheServersOwnIsLoaded() {
        page.addInitScript(
                "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined, writable: true, configurable: true})");
        site.open(chromium, realm, "head");

        assertThat(heading("State")).isVisible();
        nothingIsWrong();
    }

    @Test
    void withoutPatternFlyItIsReadable() {
        page.route("**/patternfly.min.css", route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
        site.open(chromium, realm, "head");
        assertThat(heading("State")).isVisible();

        tab("Policy");
        page.getByLabel("require two-factor for admins").check();
        assertThat(page.getByText("Settings changed: 1")).isVisible();
        assertThat(Axe.findings(page, "admin")).isEmpty();
        chromium.shot(page, "admin-page/without-patternfly");
        button("Discard changes").click();
    }

    private void nothingIsWrong() {
        assertThat(chromium.complaints().stream().filter(line -> !(line.startsWith(NETWORK) && line.contains("404"))))
                .isEmpty();
    }

    private void tab(String name) {
        page.getByRole(AriaRole.LINK, named(name)).click();
        assertThat(page.getByRole(AriaRole.LINK, named(name))).hasAttribute("aria-current", "page");
    }

    private void open(String group) {
        page.locator("summary", new Page.LocatorOptions().setHasText(group)).click();
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
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

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    private static Consumer<Route> csv(String text) {
        return route -> route.fulfill(new Route.FulfillOptions()
                .setStatus(200)
                .setContentType("text/csv; charset=UTF-8")
                .setBody(text));
    }

    private static void noContent(Route route) {
        route.fulfill(new Route.FulfillOptions().setStatus(204));
    }
}
