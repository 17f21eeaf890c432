package io.github.keycloaktwofactor.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The admin page of a realm in a browser, and what the REST calls answer that a test has a say in: a realm of a hundred
 * thousand users is not made for the sake of a table.
 */
final class AdminSite {

    static final String CLIENT = "two-factor-admin";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = 1_796_000_000_000L;

    private final Page page;
    private final Map<Pattern, Consumer<Route>> stubs = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();

    AdminSite(Page page) {
        this.page = page;
        page.route(Pattern.compile("/admin/realms/"), route -> {
            String call =
                    route.request().method() + " " + route.request().url().replaceFirst(".*/admin/realms/[^/?]+", "");
            calls.add(call + " "
                    + (route.request().postData() == null ? "" : route.request().postData()));
            for (Map.Entry<Pattern, Consumer<Route>> stub : List.copyOf(stubs.entrySet())) {
                if (stub.getKey().matcher(call).matches()) {
                    stub.getValue().accept(route);
                    return;
                }
            }
            route.resume();
        });
    }

    /** Sets two-factor up in a realm, with the client of the page. */
    static TestRealm realm(KeycloakServer server) {
        TestRealm realm = server.realm();
        realm.rest().post("/two-factor/setup", Map.of());
        realm.user("head", "realm-management/realm-admin").update(Map.of("firstName", "Hedy", "lastName", "Lamarr"));
        client(realm.rest(), realm.name());
        return realm;
    }

    /** Makes the page's client, if the set-up has not. */
    static void client(AdminRest realm, String name) {
        if (realm.get("/clients?clientId=" + CLIENT).isEmpty()) {
            realm.post(
                    "/clients",
                    Map.of(
                            "clientId",
                            CLIENT,
                            "publicClient",
                            true,
                            "standardFlowEnabled",
                            true,
                            "fullScopeAllowed",
                            true,
                            "rootUrl",
                            "${authAdminUrl}",
                            "baseUrl",
                            "/realms/" + name + "/two-factor/admin/",
                            "redirectUris",
                            List.of("/realms/" + name + "/two-factor/admin/*"),
                            "webOrigins",
                            List.of("+"),
                            "attributes",
                            Map.of(
                                    "pkce.code.challenge.method", "S256",
                                    "post.logout.redirect.uris", "+")));
        }
    }

    /** Has calls answered with this. The call is its method and what follows the realm's name. */
    AdminSite answers(String call, Object body) {
        return does(
                call,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("application/json")
                        .setBody(json(body))));
    }

    AdminSite fails(String call, int status, Object body) {
        return does(
                call,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setContentType("application/json")
                        .setBody(json(body))));
    }

    /** The latest that fits a call counts. */
    AdminSite does(String call, Consumer<Route> what) {
        Map<Pattern, Consumer<Route>> before = new LinkedHashMap<>(stubs);
        stubs.clear();
        stubs.put(Pattern.compile(call), what);
        before.forEach(stubs::putIfAbsent);
        return this;
    }

    /** The calls so far, each with its body. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** A realm of a hundred thousand users that is halfway there. */
    AdminSite halfway() {
        answers("GET /two-factor/report/summary", summary());
        answers("GET /two-factor/report/users\\?.*", Map.of("users", rows(50), "next", "row-50"));
        answers("GET /two-factor/posture", findings());
        answers("GET /two-factor/users/[^/]+", person());
        return fails("GET /two-factor/exemptions", 404, Map.of("error", "HTTP 404 Not Found"));
    }

    AdminSite open(Chromium chromium, TestRealm realm, String user) {
        page.navigate(realm.url("/two-factor/admin/"));
        chromium.signIn(page, user, TestRealm.PASSWORD);
        return this;
    }

    static Map<String, Object> summary() {
        Map<String, Object> summary = new HashMap<>();
        summary.put("at", NOW);
        summary.put("policyHash", "0f3a");
        summary.put("users", 100_000);
        summary.put("enrolled", 41_220);
        summary.put("required", 62_000);
        summary.put("requiredEnrolled", 38_440);
        summary.put("requiredLacking", 23_560);
        summary.put("adminsLacking", 3);
        summary.put("exempt", 14);
        summary.put("inGrace", 0);
        summary.put("overdue", 112);
        summary.put("fewCodes", 402);
        summary.put("noCodes", 1_207);
        summary.put("waiting", 5);
        summary.put("off", 2);
        summary.put("unknown", 0);
        summary.put("disabled", 311);
        return summary;
    }

    static List<Map<String, Object>> rows(int number) {
        return IntStream.range(0, number).mapToObj(AdminSite::row).toList();
    }

    static Map<String, Object> row(int place) {
        boolean enrolled = place % 3 != 1;
        Map<String, Object> row = new HashMap<>();
        row.put("id", "id-" + place);
        row.put("username", place == 7 ? "a.very.long.name.of.somebody.in.accounting-" + place : "user-" + place);
        row.put("email", "user-" + place + "@example.org");
        row.put("emailVerified", place % 5 != 0);
        row.put("enabled", place % 11 != 5);
        row.put("required", place % 13 == 6 ? null : place % 2 == 0 || place % 3 == 1);
        row.put("because", List.of("role staff via group /Accounting"));
        row.put("enrolledSince", enrolled ? NOW - place * 86_400_000L : null);
        row.put("lastUsed", enrolled ? NOW - place * 3_600_000L : null);
        row.put("codes", enrolled ? 8 : 0);
        row.put("codesLeft", enrolled ? 8 - place % 8 : 0);
        row.put("passkeys", place % 9 == 0 ? 1 : 0);
        row.put("trustedDevices", enrolled ? place % 3 : 0);
        row.put("state", place == 4 ? "WAITING" : place == 8 ? "OFF" : "OK");
        row.put("waitUntil", place == 4 ? NOW : null);
        row.put("source", "local");
        return row;
    }

    static Map<String, Object> person() {
        Map<String, Object> person = new HashMap<>(row(2));
        person.put(
                "devices",
                List.of(
                        Map.of("id", "d1", "name", "Firefox on Linux", "added", NOW, "lastUsed", NOW, "until", NOW),
                        Map.of("id", "d2", "name", "Chrome on Android", "added", NOW, "lastUsed", NOW, "until", NOW)));
        person.put("failures", Map.of("totp", 4, "recovery-code", 0, "password", 0, "device", 0));
        person.put(
                "recent",
                List.of(Map.of(
                        "at", NOW,
                        "type", "LOGIN_ERROR",
                        "error", "invalid_user_credentials",
                        "details", Map.of("two_factor_reason", "wrong"),
                        "address", "203.0.113.7")));
        return person;
    }

    static List<Map<String, Object>> findings() {
        return List.of(
                finding(
                        "client-flow",
                        "HIGH",
                        "client",
                        "payroll",
                        "The client has a browser flow of its own in which nobody is asked for a second factor.",
                        "Clients, payroll, Advanced, Authentication flow overrides: choose none."),
                finding(
                        "no-smtp",
                        "MEDIUM",
                        "realm",
                        "acme",
                        "There is no mail server, so users are not told when somebody changes their factors.",
                        "Realm settings, Email."),
                finding(
                        "bearer-tokens",
                        "OPEN",
                        "realm",
                        "acme",
                        "Access tokens that were given before a save live until they end.",
                        "Keep their life short."));
    }

    private static Map<String, Object> finding(
            String id, String severity, String type, String name, String text, String remedy) {
        return Map.of(
                "id", id,
                "severity", severity,
                "object", Map.of("type", type, "id", name + "-id", "name", name),
                "text", text,
                "remedy", remedy);
    }

    static Map<String, Object> preview(boolean youLack) {
        Map<String, Object> after = new HashMap<>(summary());
        after.put("required", 100_000);
        after.put("requiredEnrolled", 41_220);
        after.put("requiredLacking", 58_780);
        return Map.of(
                "before",
                summary(),
                "after",
                after,
                "newlyRequired",
                38_000,
                "newlyRequiredLacking",
                35_220,
                "noLongerRequired",
                0,
                "first",
                List.of("ada", "ben", "carl"),
                "you",
                Map.of("required", true, "enrolled", !youLack));
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
