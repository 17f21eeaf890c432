package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Scrape;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A realm that only reports: each door that the policy would close is open, and says what it would have done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportOnlyIT {

    private static final String DETAIL = "two_factor_report_only";

    private static final Map<String, String> REPORT_ONLY =
            Map.of("requireEveryone", "true", "exemptRoles", "guest", "mode", "REPORT_ONLY");

    private static final Map<String, String> ENFORCE = Map.of("requireEveryone", "true", "exemptRoles", "guest");

    private static final Set<Door> FROM_BEFORE =
            Set.of(TokenDoor.REFRESH, TokenDoor.OFFLINE, TokenDoor.EXCHANGE, TokenDoor.PERMISSION);

    /** Keycloak alone writes the event of a link, and sends that of a sign-in with consent before it answers. */
    private static final Set<Door> WITHOUT_DETAIL = Set.of(BrowserDoor.LINKING, BrowserDoor.DEVICE);

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("guest").switchOn(REPORT_ONLY);
        house.realm()
                .passkeys()
                .update(Map.of(
                        "enabledEventTypes", List.of("LOGIN", "REFRESH_TOKEN", "TOKEN_EXCHANGE", "PERMISSION_TOKEN")));
    }

    @BeforeEach
    void reportOnly() {
        house.realm().configure(REPORT_ONLY);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void usersWithoutTwoFactorAreLetInAndReported(Door door) {
        Visitor exempt = house.visitor("exempt-" + door.label(), "guest");
        Visitor named = house.visitor("named-" + door.label());

        Passage asExempt = door.walk(exempt);
        Scrape before = Scrape.of(KeycloakServer.shared());
        Passage passage = door.walk(named);

        assertThat(passage.kind())
                .as(passage.toString())
                // The flow asks for a code itself, and sends everybody to the set-up who is not exempt.
                .isEqualTo(door == BrowserDoor.BROKER_WITH_FLOW ? Kind.SET_UP : asExempt.kind())
                .isNotEqualTo(Kind.ASKED);
        assertThat(named.user().credentials("otp")).isEmpty();
        assertThat(named.user().requiredActions()).doesNotContain(TestRealm.POLICY, "two-factor-setup");
        assertThat(reported(exempt)).isEmpty();
        if (passage.kind() == Kind.LET_IN && !WITHOUT_DETAIL.contains(door)) {
            String outcome = FROM_BEFORE.contains(door) ? "refused" : "set-up";
            assertThat(reported(named)).isNotEmpty().containsOnly(outcome);
            awaitCounted(before, outcome);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void enrolledUsersAreAskedAndOldSessionsGoOn(Door door) {
        Visitor visitor = house.enrolled("enrolled-" + door.label());

        Passage passage = door.walk(visitor);

        if (FROM_BEFORE.contains(door)) {
            assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
            assertThat(reported(visitor)).containsExactly("refused");
        } else {
            assertThat(passage.kind()).as(passage.toString()).isEqualTo(door.silent() ? Kind.REFUSED : Kind.ASKED);
            assertThat(reported(visitor)).isEmpty();
        }
    }

    @Test
    void whoOwnsAnotherFactorIsReportedWithIt() {
        Visitor visitor = house.visitor("owns-a-key");
        visitor.user().importKey("webauthn-passwordless");

        assertThat(BrowserDoor.OWN_FLOW.walk(visitor).kind()).isEqualTo(Kind.LET_IN);

        assertThat(reported(visitor)).containsExactly("other-factor");
    }

    @Test
    void enforcingAppliesAtOnce() {
        Visitor visitor = house.visitor("enforced");
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        assertThat(Passage.of(browser).kind()).isEqualTo(Kind.LET_IN);
        Tokens tokens = TokenDoor.byPassword(visitor);
        assertThat(refreshed(tokens).ok()).isTrue();

        house.realm().configure(ENFORCE);

        assertThat(refreshed(tokens).error()).isEqualTo("invalid_grant");
        assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.SET_UP);
    }

    @Test
    void aModeThatCannotBeReadIsEnforced() {
        Visitor visitor = house.visitor("unreadable");
        house.realm()
                .rest()
                .put(
                        "/authentication/required-actions/" + TestRealm.POLICY,
                        withConfig(Map.of("requireEveryone", "true", "mode", "REPORT")));

        assertThat(BrowserDoor.LOGIN.walk(visitor).kind()).isEqualTo(Kind.SET_UP);
        assertThat(house.realm().rest().get("/two-factor").path("problems").toString())
                .contains("mode: 'REPORT' is not one of [ENFORCE, REPORT_ONLY]");
    }

    @Test
    void whatIfSaysThatTheUserIsLetInAndWhatIsOnlyReported() {
        Visitor visitor = house.visitor("asked-about");
        for (String way : List.of("BROWSER", "PASSWORD_GRANT", "REFRESH")) {
            JsonNode said = house.realm()
                    .rest()
                    .post("/two-factor/what-if", Map.of("user", visitor.user().id(), "clientId", "app", "way", way))
                    .body();

            assertThat(said.path("outcome").asText()).as(way).isEqualTo("SIGNED_IN");
            assertThat(said.path("because").toString())
                    .as(way)
                    .contains("\"everyone\"", "the realm only reports: if the policy were enforced, the user would ");
        }
    }

    @Test
    void theReportCountsWhomThePolicyNames() {
        house.visitor("counted-named");
        house.visitor("counted-exempt", "guest");

        JsonNode summary = house.realm().rest().get("/two-factor/report/summary");
        JsonNode row = house.realm()
                .rest()
                .get("/two-factor/report/users?search=counted-named&filter=required,lacking")
                .path("users")
                .path(0);

        assertThat(summary.path("required").asInt()).isPositive();
        assertThat(summary.path("exempt").asInt()).isPositive();
        assertThat(row.path("required").asBoolean()).isTrue();
        assertThat(row.path("because").toString()).isEqualTo("[\"everyone\"]");
        assertThat(house.realm()
                        .rest()
                        .post("/two-factor/policy/preview", Map.of("mode", "ENFORCE"))
                        .body()
                        .path("newlyRequired")
                        .asInt())
                .isZero();
    }

    @Test
    void sinceWhenItOnlyReportsIsKeptWhateverElseIsSaved() {
        house.realm().configure(ENFORCE);
        assertThat(house.realm().settings().has("reportOnlySince")).isFalse();
        house.realm().configure(REPORT_ONLY);
        String since = house.realm().settings().path("reportOnlySince").asText();
        assertThat(since).isNotEmpty();
        house.realm().server().clock().advance(Duration.ofSeconds(5));

        house.realm()
                .configure(Map.of(
                        "requireEveryone", "true", "mode", "REPORT_ONLY", "reportOnlySince", "1", "supportText", "x"));

        assertThat(house.realm().settings().path("reportOnlySince").asText()).isEqualTo(since);
        assertThat(house.realm().settings().has("requiredSince")).isFalse();
        JsonNode state = house.realm().rest().get("/two-factor");
        assertThat(state.path("state").asText()).isEqualTo("REPORT_ONLY");
        assertThat(state.path("since").asLong()).isEqualTo(Long.parseLong(since) * 1000);
        assertThat(new Health(house.realm().server()).of(house.realm())).contains("report only since ");
    }

    private Tokens refreshed(Tokens tokens) {
        return house.realm()
                .token(Map.of(
                        "grant_type", "refresh_token", "client_id", "tokens", "refresh_token", tokens.refreshToken()));
    }

    private Map<String, Object> withConfig(Map<String, String> config) {
        Map<String, Object> action = new HashMap<>();
        house.realm()
                .action(TestRealm.POLICY)
                .properties()
                .forEach(field -> action.put(field.getKey(), field.getValue()));
        action.put("config", config);
        return action;
    }

    /** What the events of a user's successful sign-ins and grants report. */
    private List<String> reported(Visitor visitor) {
        return house.realm().events().stream()
                .filter(event -> visitor.user().id().equals(event.userId()) && event.error() == null)
                .map(event -> event.detail(DETAIL))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static void awaitCounted(Scrape before, String outcome) {
        Await.until(
                "a count of " + outcome,
                () -> Optional.of(Scrape.of(KeycloakServer.shared())
                                .since(before)
                                .getOrDefault("two_factor_report_only_total{outcome=" + outcome + "}", 0))
                        .filter(counted -> counted > 0));
    }

    static Stream<Door> doors() {
        return EveryDoorIT.doors();
    }
}
