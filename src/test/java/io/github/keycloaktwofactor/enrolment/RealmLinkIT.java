package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address to tell people: {@code /realms/{realm}/two-factor}. */
@Tag("fast")
class RealmLinkIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @OwnRealm("requireEveryone=false")
    private static TestRealm realm;

    @Test
    void leadsToTheSignInWithThePageToComeAndTheAccountConsoleAfterIt() throws Exception {
        HttpResponse<String> answer = send("/two-factor", "GET");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(location(answer)
                        .replaceAll("state=[A-Za-z0-9_-]{22}&", "state=*&")
                        .replaceAll("code_challenge=[A-Za-z0-9_-]{43}&", "code_challenge=*&"))
                .isEqualTo(realm.url("/protocol/openid-connect/auth?client_id=account&response_type=code&scope=openid"
                        + "&redirect_uri="
                        + URLEncoder.encode(realm.url("/account/"), StandardCharsets.UTF_8)
                        + "&state=*&code_challenge=*&code_challenge_method=S256&kc_action=two-factor-setup"));
        String other = location(send("/two-factor", "GET"));
        for (String parameter : List.of("state", "code_challenge")) {
            assertThat(parameter(other, parameter))
                    .as("a %s of its own", parameter)
                    .isNotEqualTo(parameter(location(answer), parameter));
        }
    }

    @Test
    void endsOnTheCardAndThenInTheAccountConsole() {
        CardOwner owner = CardOwner.enrolled(realm, "visitor");
        var browser = realm.browser()
                .open(realm.url("/two-factor"))
                .signIn("visitor", TestRealm.PASSWORD)
                .press("verify", Map.of("code", owner.code()));

        assertThat(browser.page().text()).contains("Enabled").contains("Back to account");
        browser.press("leave");
        assertThat(browser.page().uri().getPath())
                .isEqualTo(URI.create(realm.url("/account/")).getPath());
        assertThat(redeemed(browser.page().uri())).as("by nobody").isEqualTo("invalid_grant");
    }

    /** What becomes of the code that is left in the address of the account console. */
    private static String redeemed(URI left) {
        return realm.token(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "account",
                        "redirect_uri",
                        realm.url("/account/"),
                        "code",
                        parameter(left.toString(), "code")))
                .error();
    }

    private static String parameter(String address, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&#]+)").matcher(address);
        assertThat(found.find()).as("%s in %s", name, address).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/two-factor?redirect_uri=https://evil.example/",
                "/two-factor?client_id=evil&state=1&kc_action=delete_account",
                "/two-factor?next=//evil.example"
            })
    void takesNothingFromTheAddress(String address) throws Exception {
        assertThat(location(send(address, "GET")))
                .doesNotContain("evil", "delete")
                .startsWith(SERVER.baseUrl());
    }

    @Test
    void onlyALookIsAnswered() throws Exception {
        assertThat(send("/two-factor", "POST").statusCode()).isIn(404, 405);
        assertThat(send("/two-factor/more", "GET").statusCode()).isEqualTo(404);
    }

    @Test
    void whereTwoFactorIsOffAPageSaysSo() throws Exception {
        TestRealm stock = SERVER.realm();
        try {
            HttpResponse<String> never = HTTP.send(
                    HttpRequest.newBuilder(URI.create(stock.url("/two-factor"))).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(never.statusCode()).isEqualTo(404);
            assertThat(never.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(Jsoup.parse(never.body()).text())
                    .contains("Two-factor authentication can't be set up here. Contact your administrator.");
        } finally {
            stock.close();
        }
        realm.enableAction("two-factor-setup", false);
        assertThat(send("/two-factor", "GET").statusCode()).isEqualTo(404);
        realm.enableAction("two-factor-setup", true);
        assertThat(send("/two-factor", "GET").statusCode()).isEqualTo(303);
    }

    private static HttpResponse<String> send(String path, String method) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(realm.url(path)))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
