package io.github.keycloaktwofactor.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.CookieJar;
import io.github.keycloaktwofactor.guard.SigningKey;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6, the refresh grant: a session that the policy requires two-factor of and that never passed it gets no tokens. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefreshGrantIT {

    private static final String ONLINE = "openid";
    private static final String OFFLINE = "openid offline_access";
    private static final String REFUSAL = "Two-factor authentication is required";
    private static final Map<String, String> POLICY = Map.of("requiredRoles", "boss", "exemptRoles", "exempt");

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss").realmRole("exempt").client("other", Map.of());
        realm.client("bare", Map.of()).flows().bindDirectGrantPasswordOnly("bare");
        realm.client("confidential", Map.of("publicClient", false, "secret", "right", "serviceAccountsEnabled", true));
        realm.client("bound", Map.of("attributes", Map.of("dpop.bound.access.tokens", "true")));
        realm.update(Map.of("enabledEventTypes", List.of("REFRESH_TOKEN", "REFRESH_TOKEN_ERROR")));
        realm.switchOn(POLICY);
    }

    @ParameterizedTest
    @ValueSource(strings = {ONLINE, OFFLINE})
    void aSessionThatThePolicyNowRequiresIsRefusedUntilItNoLongerDoes(String scope) {
        TestUser user = realm.user("required-" + scope.length());
        Tokens tokens = signIn("app", user, scope, null);
        assertThat(refresh("app", tokens).ok()).isTrue();

        user.grant("boss");
        assertRefused(refresh("app", tokens));
        TestEvent event = realm.awaitEvent("REFRESH_TOKEN_ERROR", e -> user.id().equals(e.userId()));
        assertThat(event.error()).isEqualTo("invalid_token");
        assertThat(event.detail("reason")).isEqualTo(REFUSAL);
        assertThat(event.sessionId()).isNotNull();
        assertThat(event.clientId()).isEqualTo("app");
        assertThat(realm.events("REFRESH_TOKEN").stream().filter(e -> user.id().equals(e.userId())))
                .hasSize(1);

        user.revoke("boss");
        assertThat(refresh("app", tokens).ok()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {ONLINE, OFFLINE})
    void aSessionThatPassedTheSecondFactorGoesOn(String scope) {
        EnrolledUser person = EnrolledUser.imported(realm, "marked-" + scope.length(), "boss");
        Tokens tokens = signIn("app", person.user(), scope, person.code());

        Tokens once = refresh("app", tokens);
        Tokens twice = refresh("app", once);

        assertThat(once.ok()).isTrue();
        assertThat(twice.ok()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {ONLINE, OFFLINE})
    void usersWhoEnrolledAfterwardsStillHaveToSignInAnew(String scope) {
        TestUser user = realm.user("later-" + scope.length());
        Tokens tokens = signIn("app", user, scope, null);
        user.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        assertThat(refresh("app", tokens).ok()).as("not required").isTrue();
        user.grant("boss");
        assertRefused(refresh("app", tokens));
        user.grant("exempt");
        assertThat(refresh("app", tokens).ok()).as("exempt").isTrue();
    }

    @Test
    void switchedOffItIsKeycloaksOwn() {
        TestUser user = realm.user("off");
        Tokens tokens = signIn("app", user, ONLINE, null);
        user.grant("boss");
        assertRefused(refresh("app", tokens));
        realm.switchOff();
        try {
            assertThat(refresh("app", tokens).ok()).isTrue();
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        assertRefused(refresh("app", tokens));
    }

    @Test
    void aServiceAccountIsNeverRefused() {
        realm.updateClient(
                "confidential", Map.of("attributes", Map.of("client_credentials.use_refresh_token", "true")));
        realm.find("service-account-confidential").grant("boss");
        Tokens tokens = realm.token(
                Map.of("grant_type", "client_credentials", "client_id", "confidential", "client_secret", "right"));

        assertThat(realm.token(refreshing("confidential", tokens, Map.of("client_secret", "right")))
                        .ok())
                .isTrue();
    }

    @Test
    void anImpersonatedSessionIsNotRefused() {
        TestUser user = realm.user("impersonated", "boss");
        String cookies = user.rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .collect(Collectors.joining("; "));
        URI back = CookieJar.follow(realm.authUrl("app", Map.of()), cookies).uri();
        String code = back.getQuery().replaceAll(".*code=([^&]+).*", "$1");
        Tokens tokens = realm.token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "code",
                code,
                "redirect_uri",
                realm.callbackUrl()));

        assertThat(refresh("app", tokens).ok()).isTrue();
    }

    @Test
    void keycloaksOwnChecksAnswerFirst() {
        TestUser user = realm.user("first");
        Tokens tokens = signIn("app", user, ONLINE, null);
        Tokens confidential = realm.token(Map.of(
                "grant_type",
                "password",
                "client_id",
                "confidential",
                "client_secret",
                "right",
                "scope",
                ONLINE,
                "username",
                user.name(),
                "password",
                TestRealm.PASSWORD));
        user.grant("boss");

        assertRefused(realm.token(refreshing("confidential", confidential, Map.of("client_secret", "right"))));
        Tokens wrongSecret = realm.token(refreshing("confidential", confidential, Map.of("client_secret", "wrong")));
        assertThat(wrongSecret.status()).isEqualTo(401);
        assertThat(wrongSecret.error()).isEqualTo("unauthorized_client");

        Tokens otherClient = refresh("other", tokens);
        assertThat(otherClient.status()).isEqualTo(400);
        assertThat(otherClient.errorDescription()).contains("Token client and authorized client don't match");
        assertThat(realm.refresh("garbage").errorDescription()).isEqualTo("Invalid refresh token");
        assertThat(refresh("app", tokens, Map.of("scope", "unheard-of")).error())
                .isEqualTo("invalid_scope");

        user.update(Map.of("enabled", false));
        assertThat(refresh("app", tokens).errorDescription()).isEqualTo("User disabled");
        user.update(Map.of("enabled", true));
        user.logoutEverywhere();
        assertThat(refresh("app", tokens).errorDescription()).isEqualTo("Session not active");
    }

    @Test
    void aTokenThatIsBoundToAKeyIsCheckedForTheKeyFirst() {
        TestUser user = realm.user("bound");
        SigningKey key = new SigningKey();
        Tokens tokens = realm.token(passwordGrant("bound", user, ONLINE, null), proof(key));
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        assertThat(realm.token(refreshing("bound", tokens, Map.of()), proof(key))
                        .ok())
                .isTrue();
        user.grant("boss");

        assertThat(realm.token(refreshing("bound", tokens, Map.of())).errorDescription())
                .isEqualTo("DPoP proof is missing");
        assertThat(realm.token(refreshing("bound", tokens, Map.of()), proof(new SigningKey()))
                        .errorDescription())
                .contains("DPoP");
        assertRefused(realm.token(refreshing("bound", tokens, Map.of()), proof(key)));
    }

    @Test
    void aClientPolicyThatRefusesAnswersFirst() {
        TestUser user = realm.user("client-policy");
        Tokens tokens = signIn("app", user, ONLINE, null);
        user.grant("boss");
        realm.rest()
                .put(
                        "/client-policies/profiles",
                        Map.of(
                                "profiles",
                                List.of(Map.of(
                                        "name",
                                        "nothing",
                                        "executors",
                                        List.of(Map.of("executor", "reject-request", "configuration", Map.of()))))));
        realm.rest().put("/client-policies/policies", Map.of("policies", List.of(nothingForAnybody())));
        try {
            Tokens refused = refresh("app", tokens);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorDescription()).isEqualTo("Request not allowed");
        } finally {
            realm.rest().put("/client-policies/policies", Map.of("policies", List.of()));
        }
        assertRefused(refresh("app", tokens));
    }

    @Test
    void aRefusalDoesNotUseUpARefreshTokenThatCountsOnce() {
        realm.update(Map.of("revokeRefreshToken", true, "refreshTokenMaxReuse", 0));
        try {
            TestUser user = realm.user("rotation");
            Tokens first = signIn("app", user, ONLINE, null);
            Tokens second = refresh("app", first);
            user.grant("boss");
            assertRefused(refresh("app", second));
            assertRefused(refresh("app", second));
            // The one that was used up is Keycloak's business, and ends the client's part of the session.
            user.revoke("boss");
            Tokens third = refresh("app", second);
            assertThat(third.ok()).as(third.body().toString()).isTrue();
            assertThat(refresh("app", second).errorDescription())
                    .isEqualTo("Maximum allowed refresh token reuse exceeded");
        } finally {
            realm.update(Map.of("revokeRefreshToken", false));
        }
    }

    private Tokens signIn(String client, TestUser user, String scope, String code) {
        Tokens tokens = realm.token(passwordGrant(client, user, scope, code));
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        return tokens;
    }

    private static Map<String, String> passwordGrant(String client, TestUser user, String scope, String code) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "scope",
                scope,
                "username",
                user.name(),
                "password",
                TestRealm.PASSWORD));
        if (code != null) {
            fields.put("totp", code);
        }
        return fields;
    }

    private Tokens refresh(String client, Tokens tokens) {
        return refresh(client, tokens, Map.of());
    }

    private Tokens refresh(String client, Tokens tokens, Map<String, String> more) {
        return realm.token(refreshing(client, tokens, more));
    }

    private static Map<String, String> refreshing(String client, Tokens tokens, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("grant_type", "refresh_token");
        fields.put("client_id", client);
        fields.put("refresh_token", tokens.refreshToken());
        return fields;
    }

    private Map<String, String> proof(SigningKey key) {
        return Map.of(
                "DPoP",
                key.dpop(
                        realm.url("/protocol/openid-connect/token"),
                        realm.server().clock().now()));
    }

    private static Map<String, Object> nothingForAnybody() {
        return Map.of(
                "name",
                "nothing-for-anybody",
                "enabled",
                true,
                "conditions",
                List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                "profiles",
                List.of("nothing"));
    }

    private static void assertRefused(Tokens tokens) {
        assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo(REFUSAL);
        assertThat(tokens.body().has("access_token")).isFalse();
        assertThat(tokens.body().has("refresh_token")).isFalse();
    }
}
