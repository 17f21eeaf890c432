package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin page of a server below a path, whose administration is on a host of its own. */
@Tag("browser")
@Tag("own-server")
final class AdminPageAddressesIT {

    private static KeycloakServer server;
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void start() {
        server = KeycloakServer.own(
                "admin-page",
                ServerOptions.h2()
                        .startingSoon()
                        .below("/auth")
                        .arg("--hostname=http://localhost:{port}/auth")
                        .arg("--hostname-admin=http://127.0.0.1:{port}/auth"));
        realm = AdminSite.realm(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void onTheHostOfTheAdministrationItWorks() {
        Page page = chromium.page();
        page.navigate(onAdminHost(realm.url("/two-factor/admin/")));
        chromium.signIn(page, "head", TestRealm.PASSWORD);

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("State")))
                .isVisible();
        assertThat(page).hasURL(onAdminHost(realm.url("/two-factor/admin/")));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Policy"))
                .click();
        page.getByLabel("require two-factor for admins").check();
        assertThat(page.getByText("Settings changed: 1")).isVisible();
        assertThat(page.locator(".pf-v5-c-button.pf-m-primary").first()).hasCSS("cursor", "pointer");
        assertThat(chromium.complaints().stream().filter(line -> !line.contains("404")))
                .isEmpty();
    }

    @Test
    void onTheHostOfTheUsersItSaysWhereItIs() {
        Page page = chromium.page();
        page.navigate(realm.url("/two-factor/admin/"));

        assertThat(page.getByText("Use this page at the address of the admin console"))
                .isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("two-factor/admin")))
                .hasAttribute("href", onAdminHost(realm.url("/two-factor/admin/")));
        assertThat(chromium.complaints()).isEmpty();
    }

    private static String onAdminHost(String url) {
        return url.replace("http://localhost", "http://127.0.0.1");
    }
}
