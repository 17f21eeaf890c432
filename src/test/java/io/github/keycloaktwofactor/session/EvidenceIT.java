package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.door.BrowserDoor;
import io.github.keycloaktwofactor.door.House;
import io.github.keycloaktwofactor.door.Passage;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.door.Visitor;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence in a session: nobody else can write it, and it counts for the session that it was left for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvidenceIT {

    private static final Map<String, String> POLICY =
            Map.of("requireEveryone", "true", "endOtherSessions", "NEVER", "trustedIdentityProviders", House.PARTNER);

    @AutoClose
    private House house;

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.switchOn(POLICY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1|totp|%2$d|%1$s",
                "2|totp|%2$d|%1$s|session||0",
                "2|totp|%2$d|%1$s|session||0~a2V5~bWFj",
                "2|totp|%2$d|%1$s|session||0~~"
            })
    void aNoteThatAMapperWritesIsNoEvidence(String format) {
        Visitor visitor = house.enrolled("mapped-" + Integer.toHexString(format.hashCode()));
        long now = realm.server().clock().now().getEpochSecond();
        String mapper = mapper("two-factor", format.formatted(visitor.user().id(), now));
        try {
            // Not by the trusted provider: its own word would count.
            assertThat(BrowserDoor.BROKER_WITH_FLOW.walk(visitor).kind()).isEqualTo(Kind.ASKED);
            assertThat(visitor.user().sessions()).isEmpty();
        } finally {
            realm.rest().delete("/identity-provider/instances/" + House.PARTNER_WITH_FLOW + "/mappers/" + mapper);
        }
    }

    @Test
    void aVerifiedSessionBesideTheCookieOfAnotherLendsItNothing() {
        EnrolledUser person = EnrolledUser.imported(realm, "two-cookies");
        BrowserSession verified = person.signIn();
        assertThat(Screen.of(verified)).isEqualTo(Screen.SIGNED_IN);
        BrowserSession unverified = realm.beforeThePolicy(
                () -> realm.browser().open(realm.authUrl(House.BARE, Map.of())).signIn(person.name(), "password"));
        assertThat(Screen.of(unverified)).isEqualTo(Screen.SIGNED_IN);

        verified.cookies().forEach((name, value) -> {
            if (name.startsWith("AUTH_SESSION_ID")) {
                unverified.plantCookie(name, value);
            }
        });

        assertThat(Screen.of(unverified.openLogin())).isEqualTo(Screen.CODE);
        assertThat(unverified.openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
        assertThat(Screen.of(verified.openLogin())).as("its owner's own").isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aLinkThatIsRemovedVouchesForNoSessionAnyMore() {
        Visitor visitor = house.visitor("unlinked");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        Tokens tokens = browser.tokens();
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();

        visitor.user().rest().delete("/federated-identity/" + House.PARTNER);

        assertThat(realm.refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
        assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.SET_UP);
    }

    @Test
    void whoReplacesTheAuthenticatorIsAskedInTheSessionsThatRestOnTheOldOne() {
        EnrolledUser person = EnrolledUser.imported(realm, "replaced-elsewhere");
        BrowserSession other = person.signIn();
        Tokens tokens = other.tokens();
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.code()))
                .press("replace");
        EnrolledUser.replaced(realm, browser, person.name());
        browser.press("leave");
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);

        assertThat(realm.refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(Screen.of(other.openLogin())).isEqualTo(Screen.CODE);
        assertThat(realm.refresh(browser.tokens().refreshToken()).ok())
                .as("the session that replaced it")
                .isTrue();
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aSessionVerifiedByARecoveryCodeOutlivesTheNewSetThatItMakes() {
        EnrolledUser person = EnrolledUser.imported(realm, "new-codes");
        BrowserSession codes = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn(person.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.code()));
        if (Screen.of(codes) == Screen.ASK_REGENERATE || codes.page().offers("regenerate")) {
            codes.press("regenerate");
        }
        assertThat(Screen.of(codes)).isEqualTo(Screen.NEW_CODES);
        String code =
                codes.page().document().selectFirst("ol#two-factor-codes li").text();
        codes.press("continue", Map.of("saved", "on"));

        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-recovery-codes"))
                .signIn(person.name(), TestRealm.PASSWORD)
                .press("recovery")
                .press("verify", Map.of("code", code))
                .onward();
        if (browser.page().offers("regenerate")) {
            browser.press("regenerate");
        }
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_CODES);
        browser.press("continue", Map.of("saved", "on"));

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.refresh(browser.tokens().refreshToken()).ok()).isTrue();
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
    }

    /** A rotated key still opens what it sealed; once it is gone, people are asked again. */
    @Test
    void evidenceOutlivesTheRotationOfTheKeyButNotItsRemoval() {
        EnrolledUser person = EnrolledUser.imported(realm, "rotated");
        BrowserSession browser = person.signIn();
        List<JsonNode> before = hmacKeys();
        String realmId = realm.rest().get("").path("id").asText();
        String rotated = realm.rest()
                .post(
                        "/components",
                        Map.of(
                                "name", "rotated",
                                "parentId", realmId,
                                "providerId", "hmac-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config", Map.of("priority", List.of("1000"), "algorithm", List.of("HS512"))))
                .createdId();
        try {
            assertThat(Screen.of(browser.fork().openLogin())).isEqualTo(Screen.SIGNED_IN);
            BrowserSession later = person.signIn();
            assertThat(Screen.of(later)).isEqualTo(Screen.SIGNED_IN);

            realm.rest().delete("/components/" + rotated);

            // Keycloak's own cookies of that sign-in end with the key, too.
            assertThat(Screen.of(later.openLogin())).isNotEqualTo(Screen.SIGNED_IN);
            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
            assertThat(hmacKeys()).hasSameSizeAs(before);
        } finally {
            realm.rest().send("DELETE", "/components/" + rotated, null);
        }
    }

    private List<JsonNode> hmacKeys() {
        return realm.rest().get("/components?type=org.keycloak.keys.KeyProvider").findParents("providerId").stream()
                .filter(key -> key.path("providerId").asText().equals("hmac-generated"))
                .toList();
    }

    private String mapper(String note, String value) {
        return realm.rest()
                .post(
                        "/identity-provider/instances/" + House.PARTNER_WITH_FLOW + "/mappers",
                        Map.of(
                                "name",
                                "note " + value.hashCode(),
                                "identityProviderAlias",
                                House.PARTNER_WITH_FLOW,
                                "identityProviderMapper",
                                "hardcoded-user-session-attribute-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "attribute", note, "attribute.value", value)))
                .createdId();
    }
}
