package io.github.keycloaktwofactor.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.enrolment.CardOwner;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A reset is committed before any client is notified, whatever the client does then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResetIsDurableIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    private TestRealm realm;
    private Desk desk;

    @BeforeAll
    void setUp() {
        realm = SERVER.realm();
        realm.update(Map.of("accessTokenLifespan", 36000));
        realm.rest().post("/two-factor/setup", Map.of());
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
        desk = Desk.of(realm, "agent", "two-factor-admin/help-desk");
    }

    @AfterAll
    void tearDown() {
        realm.close();
    }

    @Test
    void whileAClientHangsTheResetHoldsAndNothingOldCounts() throws Exception {
        try (LogoutReceiver receiver = new LogoutReceiver().hanging()) {
            realm.client("slow", receiver.client());
            CardOwner owner = CardOwner.enrolled(realm, "hung");
            BrowserSession browser = owner.signedIn();
            Tokens online = browser.tokens();
            BrowserSession redeemsLater = browser.fork().open(realm.authUrl("slow", Map.of()));
            assertThat(redeemsLater.signedIn()).isTrue();
            BrowserSession atTheCode = realm.browser().signIn("hung", TestRealm.PASSWORD);
            assertThat(Screen.of(atTheCode)).isEqualTo(Screen.CODE);
            String code = owner.code();

            CompletableFuture<RestAnswer> answer =
                    CompletableFuture.supplyAsync(() -> desk.reset(owner.user(), "authenticators", "recovery-codes"));
            JsonNode token = claims(receiver.next());

            assertThat(owner.authenticators()).isZero();
            assertThat(owner.sets()).isZero();
            assertThat(owner.user().sessions()).isEmpty();
            assertThat(owner.user().rest().get("").path("notBefore").asLong()).isPositive();
            assertThat(realm.refresh(online.refreshToken()).ok()).isFalse();
            assertThat(redeemed(redeemsLater).ok()).isFalse();
            assertThat(browser.open(realm.authUrl("app", Map.of())).signedIn()).isFalse();
            atTheCode.press("verify", Map.of("code", code));
            assertThat(Screen.of(atTheCode)).isNotEqualTo(Screen.SIGNED_IN);
            assertThat(answer).isNotDone();

            receiver.release();
            RestAnswer removed = answer.get(30, TimeUnit.SECONDS);
            assertThat(removed.status()).isEqualTo(200);
            assertThat(removed.body().path("removed").findValuesAsText("what"))
                    .containsExactlyInAnyOrder("authenticators", "recovery-codes");
            assertThat(token.path("sub").asText()).isEqualTo(owner.user().id());
            assertThat(token.path("sid").asText())
                    .isEqualTo(online.accessClaims().path("sid").asText());
            assertThat(token.path("iss").asText()).isEqualTo(realm.url(""));
            assertThat(owner.user().sessions()).isEmpty();
        }
    }

    @Test
    void aClientThatFailsChangesNothingAndTheOthersAreNotified() throws Exception {
        try (LogoutReceiver broken = new LogoutReceiver().failing();
                LogoutReceiver sound = new LogoutReceiver()) {
            realm.client("broken", broken.client()).client("sound", sound.client());
            CardOwner owner = CardOwner.enrolled(realm, "told");
            BrowserSession browser = owner.signedIn();
            browser.open(realm.authUrl("broken", Map.of()));
            Tokens online = browser.tokens("broken");
            browser.open(realm.authUrl("sound", Map.of("scope", "openid offline_access")));
            Tokens offline = browser.tokens("sound");
            assertThat(offline.refreshToken()).isNotEmpty();

            RestAnswer answer = desk.reset(owner.user(), "authenticators");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(owner.authenticators()).isZero();
            assertThat(claims(broken.next()).path("sid").asText())
                    .isEqualTo(online.accessClaims().path("sid").asText());
            assertThat(claims(sound.next()).path("sub").asText())
                    .isEqualTo(owner.user().id());
            assertThat(refreshed("broken", online).ok()).isFalse();
            assertThat(refreshed("sound", offline).ok()).isFalse();
            assertThat(adminEventOf(owner)).isEqualTo("authenticators,sign-out");
        }
    }

    @Test
    void whoIsNotSignedOutIsNotLoggedOutOfClients() {
        try (LogoutReceiver receiver = new LogoutReceiver()) {
            realm.client("quiet", receiver.client());
            CardOwner owner = CardOwner.enrolled(realm, "quiet");
            BrowserSession browser = owner.signedIn();
            browser.open(realm.authUrl("quiet", Map.of()));
            browser.tokens("quiet");

            assertThat(desk.resetAndLeaveSignedIn(owner.user(), "recovery-codes")
                            .status())
                    .isEqualTo(200);

            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    private Tokens redeemed(BrowserSession browser) {
        return realm.token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "slow",
                "code",
                browser.callback().get("code"),
                "redirect_uri",
                realm.callbackUrl()));
    }

    private Tokens refreshed(String client, Tokens tokens) {
        return realm.token(
                Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", tokens.refreshToken()));
    }

    private String adminEventOf(CardOwner owner) {
        List<JsonNode> events = realm.adminEvents();
        return events.stream()
                .filter(event -> event.path("resourcePath")
                        .asText()
                        .contains(owner.user().id()))
                .filter(event -> event.path("resourceType").asText().equals("TWO_FACTOR_USER"))
                .map(event -> event.path("details").path("two_factor_change").asText())
                .findFirst()
                .orElse("");
    }

    private static JsonNode claims(String token) throws Exception {
        assertThat(token).isNotNull();
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
