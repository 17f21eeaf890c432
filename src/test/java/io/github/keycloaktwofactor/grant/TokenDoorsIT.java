package io.github.keycloaktwofactor.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keycloaktwofactor.guard.SigningKey;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6, the doors at which no page can ask: no grant gives tokens to whom the guard would have asked for a code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenDoorsIT {

    private static final String REFUSAL = "Two-factor authentication is required";
    private static final String ISSUER = "https://issuer.example.org";

    /** A grant that goes on with a session. */
    private enum Onward {
        REFRESH("refresh_token", "REFRESH_TOKEN"),
        EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange", "TOKEN_EXCHANGE"),
        PERMISSION("urn:ietf:params:oauth:grant-type:uma-ticket", "PERMISSION_TOKEN");

        private final String grant;
        private final String event;

        Onward(String grant, String event) {
            this.grant = grant;
            this.event = event;
        }
    }

    private final SigningKey issuer = new SigningKey();

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss")
                .service(
                        "service",
                        Map.of(
                                "attributes",
                                Map.of(
                                        "standard.token.exchange.enabled", "true",
                                        "oauth2.jwt.authorization.grant.enabled", "true",
                                        "oauth2.jwt.authorization.grant.idp", "issuer")))
                .audience("app", "service")
                .resources("resources", Map.of());
        realm.switchOn(Map.of("requiredRoles", "boss"));
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatThePolicyNowRequiresIsRefused(Onward door) {
        realm.update(Map.of("enabledEventTypes", List.of(door.event, door.event + "_ERROR")));
        for (boolean enrolled : List.of(false, true)) {
            TestUser user = realm.user("unmarked-" + door + enrolled);
            Tokens tokens = realm.directGrant(user.name(), TestRealm.PASSWORD, null);
            if (enrolled) {
                user.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
            }
            assertPassed(walk(door, tokens));

            user.grant("boss");
            assertRefused(walk(door, tokens));
            TestEvent event =
                    realm.awaitEvent(door.event + "_ERROR", e -> user.id().equals(e.userId()));
            assertThat(event.error()).isEqualTo("invalid_token");
            assertThat(event.detail("reason")).isEqualTo(REFUSAL);
            assertThat(realm.events(door.event).stream().filter(e -> user.id().equals(e.userId())))
                    .hasSize(1);
            assertThat(user.sessions()).hasSize(1);

            realm.switchOff();
            try {
                assertPassed(walk(door, tokens));
            } finally {
                realm.enableAction(TestRealm.POLICY, true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatPassedTheSecondFactorGoesOn(Onward door) {
        EnrolledUser person = EnrolledUser.imported(realm, "marked-" + door, "boss");
        Tokens tokens = realm.directGrant(person.name(), TestRealm.PASSWORD, person.code());

        assertPassed(walk(door, tokens));
    }

    @Test
    void anExchangedTokenCanBeExchangedAgain() {
        EnrolledUser person = EnrolledUser.imported(realm, "chain", "boss");
        Tokens first = walk(Onward.EXCHANGE, realm.directGrant(person.name(), TestRealm.PASSWORD, person.code()));
        assertPassed(first);

        assertPassed(walk(Onward.EXCHANGE, first));
    }

    @Test
    void keycloaksOwnChecksOfAnExchangeAnswerFirst() {
        TestUser user = realm.user("exchange-first");
        Tokens tokens = realm.directGrant(user.name(), TestRealm.PASSWORD, null);
        user.grant("boss");
        Map<String, String> fields = exchange(tokens);
        assertRefused(realm.token(fields));

        fields.put("client_secret", "wrong");
        assertThat(realm.token(fields).status()).isEqualTo(401);
        fields.put("client_secret", "secret");
        fields.put("audience", "unheard-of");
        assertThat(realm.token(fields).errorDescription()).isNotEmpty().isNotEqualTo(REFUSAL);
        fields.remove("audience");
        fields.put("subject_token", tokens.refreshToken());
        assertThat(realm.token(fields).errorDescription()).isNotEmpty().isNotEqualTo(REFUSAL);
    }

    @Test
    void theWordOfAnotherIssuerSignsInOnlyWhomTheGuardWouldNotAsk() {
        assumeTrue(knowsJwtGrant(), "the server knows the grant");
        realm.update(Map.of("enabledEventTypes", List.of("JWT_AUTHORIZATION_GRANT_ERROR")));
        trustIssuer();
        TestUser free = linked("jwt-free");
        TestUser required = linked("jwt-required");
        TestUser enrolled = linked("jwt-enrolled");
        required.grant("boss");
        enrolled.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        assertPassed(realm.token(assertion(free)));
        for (TestUser user : List.of(required, enrolled)) {
            assertRefused(realm.token(assertion(user)));
            TestEvent event = realm.awaitEvent(
                    "JWT_AUTHORIZATION_GRANT_ERROR", e -> user.id().equals(e.userId()));
            assertThat(event.error()).isEqualTo("not_allowed");
            assertThat(event.detail("reason")).isEqualTo(REFUSAL);
            assertThat(user.sessions()).isEmpty();
        }
        realm.switchOff();
        try {
            assertPassed(realm.token(assertion(required)));
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    @Test
    void inReportOnlyTheWordOfAnotherIssuerSignsInWhomThePolicyNamesAndTheEventSaysSo() {
        assumeTrue(knowsJwtGrant(), "the server knows the grant");
        realm.update(Map.of("enabledEventTypes", List.of("JWT_AUTHORIZATION_GRANT")));
        trustIssuer();
        TestUser required = linked("jwt-reported");
        required.grant("boss");
        TestUser enrolled = linked("jwt-reported-enrolled");
        enrolled.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        realm.configure(Map.of("requiredRoles", "boss", "mode", "REPORT_ONLY"));
        try {
            assertPassed(realm.token(assertion(required)));
            assertThat(realm.awaitEvent(
                                    "JWT_AUTHORIZATION_GRANT",
                                    e -> required.id().equals(e.userId()))
                            .detail("two_factor_report_only"))
                    .isEqualTo("refused");
            assertRefused(realm.token(assertion(enrolled)));
        } finally {
            realm.configure(Map.of("requiredRoles", "boss"));
        }
    }

    /** The JWT grant makes a token that knows no session; what is made of it must not outlive the policy. */
    @Test
    void aTokenWithoutASessionIsLookedAtAgain() {
        assumeTrue(knowsJwtGrant(), "the server knows the grant");
        trustIssuer();
        TestUser user = linked("sessionless");
        Tokens first = realm.token(assertion(user));
        assertPassed(first);
        assertThat(first.accessClaims().has("sid")).isFalse();
        Tokens permitted = permissions(first, Map.of());
        assertPassed(permitted);
        assertThat(permitted.accessClaims().has("sid")).isFalse();
        assertPassed(walk(Onward.EXCHANGE, first));

        user.grant("boss");

        assertRefused(permissions(first, Map.of()));
        assertRefused(permissions(permitted, Map.of()));
        assertRefused(permissions(first, Map.of("response_mode", "decision")));
        assertRefused(walk(Onward.EXCHANGE, first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decision", "permissions"})
    void aDecisionAboutPermissionsIsRefusedAsATokenIs(String mode) {
        TestUser user = realm.user("decision-" + mode);
        Tokens tokens = realm.directGrant(user.name(), TestRealm.PASSWORD, null);
        Map<String, String> asked = Map.of("response_mode", mode);
        assertThat(permissions(tokens, asked).status()).isEqualTo(200);

        user.grant("boss");
        assertRefused(permissions(tokens, asked));
        Map<String, String> byTheClient = new HashMap<>(Map.of(
                "grant_type", Onward.PERMISSION.grant,
                "client_id", "resources",
                "client_secret", "secret",
                "audience", "resources",
                "permission", "thing",
                "response_mode", mode,
                "subject_token", tokens.accessToken()));
        assertRefused(realm.token(byTheClient));
        // Claims that are pushed along are not who asks.
        byTheClient.put("claim_token", "e30");
        byTheClient.put("claim_token_format", "urn:ietf:params:oauth:token-type:jwt");
        assertRefused(realm.token(byTheClient));

        EnrolledUser person = EnrolledUser.imported(realm, "decision-marked-" + mode, "boss");
        Tokens marked = realm.directGrant(person.name(), TestRealm.PASSWORD, person.code());
        assertThat(permissions(marked, asked).status()).isEqualTo(200);
    }

    @Test
    void aServiceAccountGoesOnThoughThePolicyRequiresEverybody() {
        realm.switchOn(Map.of("requireEveryone", "true"));
        try {
            Tokens service = realm.token(
                    Map.of("grant_type", "client_credentials", "client_id", "resources", "client_secret", "secret"));
            assertPassed(service);
            assertPassed(permissions(service, Map.of()));
            assertThat(permissions(service, Map.of("response_mode", "decision")).status())
                    .isEqualTo(200);
        } finally {
            realm.switchOn(Map.of("requiredRoles", "boss"));
        }
    }

    private Tokens permissions(Tokens tokens, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.putAll(Map.of("grant_type", Onward.PERMISSION.grant, "audience", "resources", "permission", "thing"));
        return realm.token(fields, Map.of("Authorization", "Bearer " + tokens.accessToken()));
    }

    private boolean knowsJwtGrant() {
        return realm.token(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_id", "app"))
                .error()
                .equals("invalid_grant");
    }

    private Tokens walk(Onward door, Tokens tokens) {
        return switch (door) {
            case REFRESH -> realm.refresh(tokens.refreshToken());
            case EXCHANGE -> realm.token(exchange(tokens));
            case PERMISSION -> permissions(tokens, Map.of());
        };
    }

    private static Map<String, String> exchange(Tokens tokens) {
        return new HashMap<>(Map.of(
                "grant_type",
                Onward.EXCHANGE.grant,
                "client_id",
                "service",
                "client_secret",
                "secret",
                "subject_token",
                tokens.accessToken(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
    }

    private void trustIssuer() {
        if (realm.rest()
                .send("GET", "/identity-provider/instances/issuer", null)
                .ok()) {
            return;
        }
        Map<String, String> key = new HashMap<>(issuer.jwk());
        key.putAll(Map.of("kid", "one", "alg", "ES256", "use", "sig"));
        String set = "{\"keys\":[" + SigningKey.text(key) + "]}";
        realm.rest()
                .post(
                        "/identity-provider/instances",
                        Map.of(
                                "alias",
                                "issuer",
                                "providerId",
                                "jwt-authorization-grant",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "issuer",
                                        ISSUER,
                                        "useJwksUrl",
                                        "false",
                                        "publicKeySignatureVerifier",
                                        set,
                                        "jwtAuthorizationGrantEnabled",
                                        "true")));
    }

    private TestUser linked(String name) {
        TestUser user = realm.user(name);
        user.rest()
                .post(
                        "/federated-identity/issuer",
                        Map.of("identityProvider", "issuer", "userId", name, "userName", name));
        return user;
    }

    private Map<String, String> assertion(TestUser user) {
        Instant now = realm.server().clock().now();
        String assertion = issuer.sign(
                Map.of("alg", "ES256", "kid", "one"),
                Map.of(
                        "iss",
                        ISSUER,
                        "sub",
                        user.name(),
                        "aud",
                        realm.url(""),
                        "iat",
                        now.getEpochSecond(),
                        "exp",
                        now.getEpochSecond() + 60,
                        "jti",
                        UUID.randomUUID().toString()));
        return Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "client_id",
                "service",
                "client_secret",
                "secret",
                "assertion",
                assertion);
    }

    private static void assertPassed(Tokens tokens) {
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        assertThat(tokens.accessToken()).isNotEmpty();
    }

    private static void assertRefused(Tokens tokens) {
        assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo(REFUSAL);
        assertThat(tokens.body().has("access_token")).isFalse();
        assertThat(tokens.body().has("refresh_token")).isFalse();
    }
}
