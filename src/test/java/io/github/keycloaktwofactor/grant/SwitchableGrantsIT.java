package io.github.keycloaktwofactor.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.door.AccountRest;
import io.github.keycloaktwofactor.guard.AuthenticationDevice;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Grants that a server has to be set up for, and the options that give parts back to Keycloak. */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SwitchableGrantsIT {

    private static final String CIBA = "urn:openid:params:grant-type:ciba";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String NO_PERMISSIONS =
            "--spi-oauth2-grant-type--urn:ietf:params:oauth:grant-type:uma-ticket--two-factor=false";
    private static final String STOCK_KEYS = "--spi-credential--keycloak-webauthn--two-factor=false";
    private static final String REFUSAL = "Two-factor authentication is required";

    private final AuthenticationDevice device = new AuthenticationDevice();
    private KeycloakServer server;
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        server = KeycloakServer.own(
                "grants",
                ServerOptions.h2()
                        .startingSoon()
                        .feature("token-exchange:v1")
                        .buildArg(NO_PERMISSIONS)
                        .buildArg(STOCK_KEYS)
                        // Older servers ignore them at the build.
                        .arg(NO_PERMISSIONS)
                        .arg(STOCK_KEYS)
                        .arg("--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri="
                                + device.address()));
        realm = server.realm();
        realm.realmRole("boss")
                .client(
                        "service",
                        Map.of(
                                "publicClient",
                                false,
                                "secret",
                                "secret",
                                "attributes",
                                Map.of("oidc.ciba.grant.enabled", "true")));
        realm.switchOn(Map.of("requiredRoles", "boss"));
    }

    @AfterAll
    void tearDown() {
        server.close();
        device.close();
    }

    @Test
    void aDeviceOfOnesOwnSignsInOnlyWhomTheGuardWouldNotAsk() throws Exception {
        TestUser free = realm.user("ciba-free");
        TestUser required = realm.user("ciba-required", "boss");
        TestUser enrolled = realm.user("ciba-enrolled");
        enrolled.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        assertThat(ciba(free).ok()).isTrue();
        for (TestUser user : List.of(required, enrolled)) {
            Tokens tokens = ciba(user);
            assertRefused(tokens);
            TestEvent event =
                    realm.awaitEvent("AUTHREQID_TO_TOKEN_ERROR", e -> user.id().equals(e.userId()));
            assertThat(event.error()).isEqualTo("not_allowed");
            assertThat(event.detail("reason")).isEqualTo(REFUSAL);
            assertThat(user.sessions()).isEmpty();
            assertThat(user.rest().get("/consents")).isEmpty();
        }
        realm.switchOff();
        try {
            assertThat(ciba(required).ok()).isTrue();
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    @Test
    void inReportOnlyADeviceOfOnesOwnSignsInWhomThePolicyNamesAndTheEventSaysSo() throws Exception {
        TestUser required = realm.user("ciba-reported", "boss");
        realm.configure(Map.of("requiredRoles", "boss", "mode", "REPORT_ONLY"));
        try {
            assertThat(ciba(required).ok()).isTrue();
            assertThat(realm.awaitEvent("AUTHREQID_TO_TOKEN", e -> required.id().equals(e.userId()))
                            .detail("two_factor_report_only"))
                    .isEqualTo("refused");
        } finally {
            realm.configure(Map.of("requiredRoles", "boss"));
        }
    }

    @Test
    void anImpersonationByTokenNeedsASessionThatThePolicyAccepts() {
        EnrolledUser admin = EnrolledUser.imported(realm, "impersonator", "realm-management/impersonation");
        TestUser unmarked = realm.user("impersonator-unmarked", "realm-management/impersonation");
        TestUser user = realm.user("impersonated", "boss");
        Tokens marked = realm.directGrant(admin.name(), TestRealm.PASSWORD, admin.code());
        Tokens old = realm.directGrant(unmarked.name(), TestRealm.PASSWORD, null);
        admin.user().grant("boss");
        unmarked.grant("boss");

        assertRefused(realm.token(impersonation(old, user)));
        assertThat(user.sessions()).isEmpty();

        Tokens tokens = realm.token(impersonation(marked, user));
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        assertThat(tokens.accessClaims().path("sub").asText()).isEqualTo(user.id());
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
    }

    @Test
    void theLogSaysWhichGrantsAreInPlaceAndAnOptionGivesOneBack() {
        assertThat(server.logText())
                .contains("Two-Factor stands in for the grant refresh_token")
                .contains("Two-Factor stands in for the grant " + CIBA)
                .contains("Two-Factor stands in for the grant " + EXCHANGE)
                .doesNotContain("Two-Factor stands in for the grant urn:ietf:params:oauth:grant-type:uma-ticket");
        String permissions = "urn:ietf:params:oauth:grant-type:uma-ticket";
        assertThat(realm.token(Map.of("grant_type", permissions, "client_id", "app"))
                        .error())
                .as("Keycloak's own is in its place")
                .isNotEqualTo("unsupported_grant_type");
    }

    @Test
    void anOptionGivesTheDeletionOfSecurityKeysBack() {
        realm.client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.flows().bindBrowserWithSecurityKey();
        realm.passkeys();
        for (String type : List.of("webauthn", "webauthn-passwordless")) {
            TestUser owner = realm.user("owner-" + type).importKey(type);
            assertThat(owner.credentials(type))
                    .as(owner.credentials().toString())
                    .hasSize(1);
            BrowserSession browser =
                    realm.browser().open(realm.authUrl("bare", Map.of())).signIn(owner.name(), TestRealm.PASSWORD);

            assertThat(new AccountRest(realm, browser.tokens("bare").accessToken()).delete(owner, type))
                    .isEqualTo(type.equals("webauthn") ? 204 : 400);
        }
        assertThat(server.logText().lines())
                .anyMatch(line -> line.endsWith(
                        "Two-Factor stands in for the credential provider keycloak-webauthn-passwordless"))
                .noneMatch(line -> line.endsWith("Two-Factor stands in for the credential provider keycloak-webauthn"));
    }

    private Map<String, String> impersonation(Tokens tokens, TestUser user) {
        return Map.of(
                "grant_type",
                EXCHANGE,
                "client_id",
                "app",
                "subject_token",
                tokens.accessToken(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token",
                "requested_token_type",
                "urn:ietf:params:oauth:token-type:refresh_token",
                "requested_subject",
                user.name());
    }

    private Tokens ciba(TestUser user) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(realm.url("/protocol/openid-connect/ext/ciba/auth")))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "client_id=service&client_secret=secret&scope=openid&login_hint="
                                                + user.name()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        device.agree(realm);
        return realm.token(Map.of(
                "grant_type",
                CIBA,
                "client_id",
                "service",
                "client_secret",
                "secret",
                "auth_req_id",
                new ObjectMapper().readTree(answer.body()).path("auth_req_id").asText()));
    }

    private static void assertRefused(Tokens tokens) {
        assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo(REFUSAL);
        assertThat(tokens.body().has("access_token")).isFalse();
    }
}
