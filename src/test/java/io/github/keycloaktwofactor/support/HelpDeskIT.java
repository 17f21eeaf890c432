package io.github.keycloaktwofactor.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.enrolment.CardOwner;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the help desk sees of a user and does for them, with no role but its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HelpDeskIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    private TestRealm realm;
    private Desk desk;

    @BeforeAll
    void setUp() {
        realm = SERVER.realm();
        realm.update(Map.of("accessTokenLifespan", 36000));
        realm.rest().post("/two-factor/setup", Map.of());
        realm.realmRole("staff").composite("employee", "staff");
        realm.group("Accounting", "staff");
        realm.switchOn(Map.of(
                "requiredRoles",
                "staff",
                "trustedDevices",
                "DAYS",
                "recoveryCodeCount",
                "4",
                "endOtherSessions",
                "NEVER"));
        desk = Desk.of(realm, "agent", "two-factor-admin/help-desk");
    }

    @AfterAll
    void tearDown() {
        realm.close();
    }

    @Test
    void itSeesWhatAUserHasAndMustHaveAndWhy() {
        CardOwner owner = CardOwner.enrolled(realm, "seen");
        owner.user().join("Accounting").importKey("webauthn");
        trusts(owner);

        JsonNode seen = desk.look(owner.user()).body();

        assertThat(names(seen))
                .isEqualTo(new TreeSet<>(List.of(
                        "id",
                        "username",
                        "email",
                        "emailVerified",
                        "enabled",
                        "required",
                        "because",
                        "enrolledSince",
                        "lastUsed",
                        "codesLeft",
                        "codes",
                        "passkeys",
                        "trustedDevices",
                        "state",
                        "source",
                        "devices",
                        "failures",
                        "recent")));
        assertThat(seen.path("username").asText()).isEqualTo("seen");
        assertThat(seen.path("required").asBoolean()).isTrue();
        assertThat(texts(seen.path("because"))).containsExactly("role staff via group /Accounting");
        assertThat(seen.path("lastUsed").asLong())
                .isBetween(
                        seen.path("enrolledSince").asLong() - 60_000,
                        SERVER.clock().now().toEpochMilli());
        assertThat(seen.path("codesLeft").asInt()).isEqualTo(4);
        assertThat(seen.path("codes").asInt()).isEqualTo(4);
        assertThat(seen.path("passkeys").asInt()).isEqualTo(1);
        assertThat(seen.path("trustedDevices").asInt()).isEqualTo(1);
        assertThat(seen.path("state").asText()).isEqualTo("OK");
        assertThat(seen.path("source").asText()).isEqualTo("local");
        assertThat(names(seen.path("devices").get(0)))
                .isEqualTo(new TreeSet<>(List.of("id", "name", "added", "lastUsed", "until")));
        assertThat(seen.path("failures").path("totp").asInt()).isZero();
        assertThat(seen.path("recent").findValuesAsText("type")).contains("LOGIN", "UPDATE_CREDENTIAL");
        assertThat(seen.toString()).doesNotContain("secret", "hash");
    }

    @Test
    void itSeesNoReasonWhereNothingIsRequiredAndNothingThatIsNotThere() {
        TestUser user = realm.user("bare");

        JsonNode seen = desk.look(user).body();

        assertThat(seen.path("required").asBoolean(true)).isFalse();
        assertThat(seen.path("because")).isEmpty();
        assertThat(seen.has("enrolledSince")).isFalse();
        assertThat(seen.has("codesLeft")).isFalse();
        user.grant("employee");
        assertThat(texts(desk.look(user).body().path("because"))).containsExactly("role staff via composite employee");
    }

    @Test
    void aWaitIsSeenAndEnded() {
        CardOwner owner = CardOwner.enrolled(realm, "waits");
        failSixTimes(owner);

        JsonNode seen = desk.look(owner.user()).body();
        assertThat(seen.path("state").asText()).isEqualTo("WAITING");
        assertThat(seen.path("waitUntil").asLong())
                .isGreaterThan(SERVER.clock().now().toEpochMilli());
        assertThat(seen.path("failures").path("totp").asInt()).isEqualTo(6);
        assertThat(owner.signsIn(owner.code())).isFalse();

        assertThat(desk.unlock(owner.user()).status()).isEqualTo(204);

        assertThat(desk.look(owner.user()).body().path("state").asText()).isEqualTo("OK");
        assertThat(owner.signsIn(owner.code())).isTrue();
    }

    @Test
    void aResetRemovesWhatIsNamedAndLeavesTheRest() {
        CardOwner owner = CardOwner.enrolled(realm, "codes-alone");
        owner.user().importKey("webauthn");

        RestAnswer answer = desk.resetAndLeaveSignedIn(owner.user(), "recovery-codes");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("removed").findValuesAsText("what")).containsExactly("recovery-codes");
        assertThat(owner.sets()).isZero();
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.user().credentials("webauthn")).hasSize(1);

        assertThat(desk.reset(owner.user(), "authenticators", "passkeys")
                        .body()
                        .path("removed")
                        .findValuesAsText("what"))
                .containsExactlyInAnyOrder("authenticators", "passkeys");
        assertThat(owner.authenticators()).isZero();
        assertThat(owner.user().credentials("webauthn")).isEmpty();
    }

    @Test
    void aResetSignsOutEverywhereOfflineSessionsToo() {
        CardOwner owner = CardOwner.enrolled(realm, "signed-in");
        Tokens online = owner.signedIn().tokens();
        Tokens offline = offline(owner);
        assertThat(realm.refresh(online.refreshToken()).ok()).isTrue();
        assertThat(realm.refresh(offline.refreshToken()).ok()).isTrue();

        desk.reset(owner.user(), "waits");

        assertThat(realm.refresh(online.refreshToken()).ok()).isFalse();
        assertThat(realm.refresh(offline.refreshToken()).ok()).isFalse();
        assertThat(owner.user().sessions()).isEmpty();
        assertThat(owner.user().rest().get("/offline-sessions/" + realm.clientUuid("app")))
                .isEmpty();
        assertThat(owner.user().rest().get("").path("notBefore").asLong()).isPositive();
    }

    @Test
    void whoIsNotSignedOutStaysSignedIn() {
        CardOwner owner = CardOwner.enrolled(realm, "stays");
        Tokens online = owner.signedIn().tokens();

        desk.resetAndLeaveSignedIn(owner.user(), "recovery-codes");

        assertThat(realm.refresh(online.refreshToken()).ok()).isTrue();
    }

    @Test
    void aHalfFinishedSignInEnds() {
        CardOwner owner = CardOwner.enrolled(realm, "half-way", "staff");
        BrowserSession atTheCode = realm.browser().signIn("half-way", TestRealm.PASSWORD);
        assertThat(Screen.of(atTheCode)).isEqualTo(Screen.CODE);

        desk.resetAndLeaveSignedIn(owner.user(), "authenticators", "recovery-codes");
        atTheCode.press("verify", Map.of("code", owner.code()));

        assertThat(Screen.of(atTheCode)).isNotIn(Screen.SIGNED_IN, Screen.KEY);
        assertThat(owner.authenticators()).isZero();
    }

    @Test
    void aHalfFinishedSetUpEndsWithTheSignOut() {
        TestUser user = realm.user("half-set-up", "staff");
        BrowserSession atTheKey = realm.browser().signIn("half-set-up", TestRealm.PASSWORD);
        assertThat(Screen.of(atTheKey)).isEqualTo(Screen.KEY);
        String uri = atTheKey.page().attribute("a[href^=otpauth:]", "href");

        desk.reset(user, "authenticators");
        atTheKey.press(
                "confirm",
                Map.of("code", AuthenticatorApp.ofUri(uri).code(SERVER.clock().now())));

        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void trustedDevicesAreForgottenAloneOrWithAFactor() {
        CardOwner owner = CardOwner.enrolled(realm, "trusting");
        BrowserSession first = trusts(owner);
        assertThat(spared(owner, first)).isTrue();

        assertThat(desk.forgetDevices(owner.user()).status()).isEqualTo(204);

        assertThat(spared(owner, first)).isFalse();
        assertThat(owner.user().credentials("two-factor-trusted-device")).isEmpty();
        assertThat(owner.authenticators()).isEqualTo(1);

        trusts(owner);
        assertThat(desk.resetAndLeaveSignedIn(owner.user(), "recovery-codes")
                        .body()
                        .path("removed")
                        .findValuesAsText("what"))
                .containsExactly("recovery-codes", "trusted-devices");
        assertThat(owner.user().credentials("two-factor-trusted-device")).isEmpty();
    }

    @Test
    void everyActIsAnAdminEventWithItsReasonAndNoSecret() {
        CardOwner owner = CardOwner.enrolled(realm, "audited");
        desk.reset(owner.user(), "authenticators", "recovery-codes");

        JsonNode event = realm.adminEvents().stream()
                .filter(found -> found.path("resourcePath")
                        .asText()
                        .contains(owner.user().id()))
                .findFirst()
                .orElseThrow();

        assertThat(event.path("resourceType").asText()).isEqualTo("TWO_FACTOR_USER");
        assertThat(event.path("operationType").asText()).isEqualTo("ACTION");
        assertThat(event.path("resourcePath").asText())
                .isEqualTo("two-factor/users/" + owner.user().id() + "/reset");
        assertThat(event.path("details").path("reason").asText()).isEqualTo(Desk.REASON);
        assertThat(event.path("details").path("two_factor_change").asText())
                .isEqualTo("authenticators,recovery-codes,sign-out");
        assertThat(event.path("representation").asText())
                .isEqualTo("{\"before\":{\"authenticators\":1,\"recoveryCodes\":1,\"passkeys\":0,\"trustedDevices\":0,"
                        + "\"failures\":{}},\"after\":{\"authenticators\":0,\"recoveryCodes\":0,\"passkeys\":0,"
                        + "\"trustedDevices\":0,\"failures\":{}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines"})
    void withoutAReasonNothingIsDone(String reason) {
        CardOwner owner = CardOwner.enrolled(realm, "no-reason-" + reason.hashCode());
        String path = Desk.path(owner.user());
        Map<String, Object> reset = new HashMap<>(Map.of("what", List.of("authenticators"), "reason", reason));

        refused("POST", path + "/reset", reset, "reason");
        refused("POST", path + "/unlock", Map.of("reason", reason), "reason");
        refused("DELETE", path + "/trusted-devices?reason=" + encoded(reason), null, "reason");
        refused("DELETE", path + "/trusted-devices", null, "reason");
        reset.put("reason", "x".repeat(256));
        refused("POST", path + "/reset", reset, "reason");
        reset.remove("reason");
        refused("POST", path + "/reset", reset, "reason");
        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsNamedAllAtOnceAndNothingIsDone() {
        CardOwner owner = CardOwner.enrolled(realm, "refused");
        String path = Desk.path(owner.user()) + "/reset";

        refused("POST", path, Map.of("what", List.of("authenticators", "password"), "reason", "x"), "what");
        refused("POST", path, Map.of("what", List.of(), "reason", "x"), "what");
        refused("POST", path, Map.of("what", "authenticators", "reason", "x"), "what");
        refused("POST", path, Map.of("what", List.of("sign-out"), "reason", "x"), "what");
        refused("POST", path, Map.of("what", List.of("waits"), "signOut", "no", "reason", "x"), "signOut");
        refused("POST", path, Map.of("what", List.of("waits"), "singOut", false, "reason", "x"), "singOut");

        RestAnswer several = desk.rest().send("POST", path, Map.of("signOut", 1, "because", "x"));
        assertThat(several.status()).isEqualTo(400);
        assertThat(several.body().path("errors").findValuesAsText("field"))
                .containsExactly("what", "signOut", "reason", "because");
        for (String body : List.of("[]", "{", "\"text\"", "null")) {
            assertThat(desk.rest().send("POST", path, body).status()).as(body).isEqualTo(400);
        }
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.sets()).isEqualTo(1);
    }

    private void refused(String method, String path, @Nullable Object body, String field) {
        RestAnswer answer = desk.rest().send(method, path, body);
        assertThat(answer.status()).as("%s %s", path, body).isEqualTo(400);
        assertThat(answer.body().path("field").asText()).isEqualTo(field);
        assertThat(answer.body().path("errorMessage").asText()).isNotBlank();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void failSixTimes(CardOwner owner) {
        BrowserSession browser = realm.browser().signIn(owner.user().name(), TestRealm.PASSWORD);
        for (int i = 0; i < 6; i++) {
            browser.press("verify", Map.of("code", owner.wrongCode()));
        }
    }

    private BrowserSession trusts(CardOwner owner) {
        BrowserSession browser = realm.browser().signIn(owner.user().name(), TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", owner.code(), "trustDevice", "true"));
        assertThat(browser.signedIn()).isTrue();
        return browser;
    }

    private boolean spared(CardOwner owner, BrowserSession browser) {
        browser.keepOnlyCookies("TWO_FACTOR_").open(realm.authUrl("app", Map.of()));
        return browser.signIn(owner.user().name(), TestRealm.PASSWORD).signedIn();
    }

    private Tokens offline(CardOwner owner) {
        return realm.token(Map.of(
                "grant_type",
                "password",
                "client_id",
                "app",
                "scope",
                "openid offline_access",
                "username",
                owner.user().name(),
                "password",
                TestRealm.PASSWORD,
                "totp",
                owner.code()));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static TreeSet<String> names(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
