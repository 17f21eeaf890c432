package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.guard.CookieJar;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The claim {@code amr}: what the session knows, in every token of a client that has the mapper, and in no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AmrMapperIT {

    private static final String SECRET = "secret";

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss").client("amr", Map.of("publicClient", false, "secret", SECRET));
        map("two-factor-amr-mapper", Map.of("id.token.claim", "true", "userinfo.token.claim", "true"));
        // A client may look only into tokens that are meant for it.
        map("oidc-audience-mapper", Map.of("included.client.audience", "amr"));
        realm.switchOn(Map.of("requiredRoles", "boss"));
    }

    @Test
    void aCodeFromTheAppIsSaidInEveryTokenAndAfterARefresh() throws Exception {
        EnrolledUser person = EnrolledUser.imported(realm, "app-code");
        Tokens tokens = passwordGrant(person.user(), person.code());

        assertThat(amr(tokens.idClaims())).containsExactly("pwd", "otp", "mfa");
        assertThat(amr(tokens.accessClaims())).containsExactly("pwd", "otp", "mfa");
        assertThat(amr(post("/userinfo", tokens, Map.of()))).containsExactly("pwd", "otp", "mfa");
        Map<String, String> introspection =
                Map.of("client_id", "amr", "client_secret", SECRET, "token", tokens.accessToken());
        assertThat(amr(post("/token/introspect", tokens, introspection))).containsExactly("pwd", "otp", "mfa");

        Tokens refreshed = refresh(tokens);
        assertThat(amr(refreshed.idClaims())).containsExactly("pwd", "otp", "mfa");
        assertThat(amr(refreshed.accessClaims())).containsExactly("pwd", "otp", "mfa");
    }

    @Test
    void aRecoveryCodeIsSaid() {
        TestUser user = realm.user("recovery", "boss");
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        String uri = browser.page().attribute("a[href^=otpauth:]", "href");
        EnrolledUser person = new EnrolledUser(realm, user, AuthenticatorApp.ofUri(uri));
        browser.press("confirm", Map.of("code", person.code()));
        String code = browser.page()
                .document()
                .select("ol#two-factor-codes li")
                .get(3)
                .text();
        browser.press("continue", Map.of("saved", "on"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

        assertThat(amr(passwordGrant(user, code).idClaims())).containsExactly("pwd", "rcv", "mfa");
    }

    @Test
    void aPasswordAloneIsSaidToBeOne() {
        TestUser user = realm.user("password-alone");

        assertThat(amr(passwordGrant(user, null).idClaims())).containsExactly("pwd");
    }

    @Test
    void aSessionThatTheGuardNeverSawClaimsNothing() {
        TestUser user = realm.user("before");
        realm.switchOff();
        Tokens tokens;
        try {
            tokens = passwordGrant(user, null);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        assertThat(tokens.idClaims().has("amr")).isFalse();
        assertThat(refresh(tokens).accessClaims().has("amr")).isFalse();
    }

    @Test
    void anImpersonatedSessionClaimsNothing() {
        TestUser user = realm.user("impersonated");
        String cookies = user.rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .collect(Collectors.joining("; "));
        URI back = CookieJar.follow(realm.authUrl("amr", Map.of()), cookies).uri();
        Tokens tokens = realm.token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "amr",
                "client_secret",
                SECRET,
                "code",
                back.getQuery().replaceAll(".*code=([^&]+).*", "$1"),
                "redirect_uri",
                realm.callbackUrl()));

        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        assertThat(tokens.idClaims().has("amr")).isFalse();
        assertThat(tokens.accessClaims().has("amr")).isFalse();
    }

    @Test
    void withoutTheMapperNoTokenClaimsMoreThanStock() {
        EnrolledUser person = EnrolledUser.imported(realm, "no-mapper");
        Tokens tokens = realm.directGrant(person.name(), TestRealm.PASSWORD, person.code());

        assertThat(tokens.idClaims().has("amr")).isFalse();
        assertThat(tokens.accessClaims().has("amr")).isFalse();
        assertThat(tokens.idClaims().path("acr").asText()).isEqualTo("1");
        assertThat(tokens.accessClaims().toString())
                .doesNotContain("two-factor")
                .doesNotContain("totp");
    }

    private void map(String mapper, Map<String, String> config) {
        Map<String, String> whole = new HashMap<>(config);
        whole.put("access.token.claim", "true");
        whole.put("introspection.token.claim", "true");
        realm.rest()
                .post(
                        "/clients/" + realm.clientUuid("amr") + "/protocol-mappers/models",
                        Map.of(
                                "name",
                                mapper,
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                mapper,
                                "config",
                                whole));
    }

    private Tokens passwordGrant(TestUser user, String code) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                "amr",
                "client_secret",
                SECRET,
                "scope",
                "openid",
                "username",
                user.name(),
                "password",
                TestRealm.PASSWORD));
        if (code != null) {
            fields.put("totp", code);
        }
        Tokens tokens = realm.token(fields);
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        return tokens;
    }

    private Tokens refresh(Tokens tokens) {
        return realm.token(Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "amr",
                "client_secret",
                SECRET,
                "refresh_token",
                tokens.refreshToken()));
    }

    private JsonNode post(String path, Tokens tokens, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(realm.url("/protocol/openid-connect" + path)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (form.isEmpty()) {
            request.header("Authorization", "Bearer " + tokens.accessToken());
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static List<String> amr(JsonNode claims) {
        return StreamSupport.stream(claims.path("amr").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
