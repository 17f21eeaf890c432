package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doors without a page, for whom the policy does not name: a refusal elsewhere is ours, and not the door's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenDoorIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("boss").switchOn(Map.of("requiredRoles", "boss"));
    }

    @ParameterizedTest
    @EnumSource
    void isOpenForWhomThePolicyDoesNotName(TokenDoor door) {
        Visitor visitor = house.visitor("free-" + door.name().toLowerCase(Locale.ROOT));

        Passage passage = door.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
    }

    @ParameterizedTest
    @EnumSource(names = {"SAML_ECP", "DOCKER", "LINKING", "PROMPT_NONE", "SAML_PASSIVE"})
    void soAreTheDoorsThatShowNoPage(BrowserDoor door) {
        Visitor visitor = house.visitor("free-" + door.label());

        Passage passage = door.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
    }

    @Test
    void anAuthorizationCodeIsGoodOnceAndASecondTimeEndsWhatTheFirstGave() {
        Visitor visitor = house.enrolled("code-twice", "boss");
        BrowserSession browser = visitor.browser()
                .signIn(visitor.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", visitor.code()));
        Tokens tokens = browser.tokens();
        assertThat(house.realm().refresh(tokens.refreshToken()).ok()).isTrue();

        Tokens again = browser.tokens();

        assertThat(again.error()).isEqualTo("invalid_grant");
        assertThat(house.realm().refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
    }

    /** The guard stood in the sign-in that made the code; what comes after the first tokens is looked at. */
    @Test
    void aCodeOfWhomThePolicyNamesMeanwhileIsRedeemedAndNotRefreshed() {
        Visitor visitor = house.visitor("code-meanwhile");
        BrowserSession browser = visitor.browser().signIn(visitor.name(), TestRealm.PASSWORD);
        visitor.user().grant("boss");

        Tokens tokens = browser.tokens();
        assertThat(tokens.ok()).isTrue();
        Tokens refreshed = house.realm().refresh(tokens.refreshToken());

        assertThat(refreshed.error()).isEqualTo("invalid_grant");
        assertThat(refreshed.errorDescription()).isEqualTo("Two-factor authentication is required");
        assertThat(browser.openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
    }
}
