package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"two words", "Größe 漢字", "100%41", "a.b..c", "it's \"<b>\""})
    void aRealmWhoseNameNeedsEncodingHasItsPage(String name) throws Exception {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        server.admin().post("", Map.of("realm", name, "enabled", true, "sslRequired", "none"));
        AdminRest rest = server.admin().below("/" + encoded);
        try {
            rest.post("/two-factor/setup", Map.of());
            person(rest);
            String address = onAdminHost(server.baseUrl() + "/realms/" + encoded + "/two-factor/admin/");
            HttpResponse<Void> withoutSlash = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.substring(0, address.length() - 1)))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            assertThat(URI.create(withoutSlash.headers().firstValue("Location").orElse(""))
                            .getPath())
                    .isEqualTo(URI.create(address).getPath());

            Page page = chromium.page();
            page.navigate(address);
            chromium.signIn(page, "person", TestRealm.PASSWORD);

            assertThat(page.getByText("You may see nothing of two-factor in the realm " + name))
                    .isVisible();
            assertThat(URI.create(page.url()).getPath())
                    .isEqualTo(URI.create(address).getPath());
        } finally {
            rest.delete("");
        }
    }

    @Test
    void noAddressOfTheMasterRealmLeadsToAnotherPathOfTheServer() {
        AdminRest master = server.admin().below("/master");
        AdminSite.client(master, "master");
        Page page = chromium.page();
        List<String> calls = new ArrayList<>();
        page.onRequest(request -> calls.add(request.url()));
        String address = onAdminHost(server.baseUrl() + "/realms/master/two-factor/admin/");
        page.navigate(address);
        chromium.signIn(page, "admin", "admin");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("State")))
                .isVisible();

        for (String named : List.of("..", ".", "%2e%2e", "../master", "..%2f..%2frealms%2fmaster", "no such realm")) {
            calls.clear();
            page.navigate(address + "?realm=" + named);

            assertThat(page.getByText("You may see nothing of two-factor in the realm"))
                    .isVisible();
            assertThat(calls.stream().filter(call -> call.contains("/admin/") && call.contains("/two-factor")))
                    .filteredOn(call -> !call.contains("/realms/master/two-factor/admin/"))
                    .as(named)
                    .allMatch(call -> call.matches(".*/admin/realms/[^/?]+/two-factor([/?].*)?"))
                    .noneMatch(call -> call.contains("/admin/realms/master/"));
            assertThat(calls).as(named).noneMatch(call -> call.contains("/auth/admin/two-factor"));
        }
    }

    private static void person(AdminRest rest) {
        rest.post(
                "/users",
                Map.of(
                        "username",
                        "person",
                        "enabled",
                        true,
                        "email",
                        "person@example.org",
                        "emailVerified",
                        true,
                        "firstName",
                        "First",
                        "lastName",
                        "Last",
                        "credentials",
                        List.of(Map.of("type", "password", "value", TestRealm.PASSWORD, "temporary", false))));
    }

    private static String onAdminHost(String url) {
        return url.replace("http://localhost", "http://127.0.0.1");
    }
}
