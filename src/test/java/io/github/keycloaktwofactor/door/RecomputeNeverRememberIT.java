package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 5, recompute, never remember: the policy and the roles of this moment decide, whatever was true before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecomputeNeverRememberIT {

    private static final List<String> NAMES = List.of(
            "two-factor", "two-factor.started", "two-factor.added", "identity_provider", "SSO_AUTH", "kc_action");

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("boss").switchOn(Map.of("requiredRoles", "boss"));
    }

    @ParameterizedTest
    @EnumSource
    void aRoleThatWasGrantedCountsAtTheNextLook(BrowserDoor door) {
        Visitor visitor = house.visitor("granted-" + door.label());
        Passage before = BrowserDoor.OWN_FLOW.walk(visitor);
        assertThat(before.kind()).as(before.toString()).isEqualTo(Kind.LET_IN);

        visitor.user().grant("boss");

        assertThat(door.walk(visitor).kind()).isEqualTo(door.silent() ? Kind.REFUSED : Kind.SET_UP);
        Passage cookie = Passage.of(before.browser().openLogin());
        assertThat(cookie.kind()).as(cookie.toString()).isEqualTo(Kind.SET_UP);
    }

    @Test
    void aRoleThatIsGrantedOrTakenInTheMiddleOfASignInCounts() {
        Visitor visitor = house.visitor("in-the-middle");
        BrowserSession browser = visitor.browser().openLogin();
        visitor.user().grant("boss");
        browser.signIn(visitor.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);

        visitor.user().revoke("boss");
        assertThat(Passage.of(browser.reload()).kind()).isEqualTo(Kind.LET_IN);
    }

    @Test
    void whatSomebodyWritesIntoTheirOwnAccountOrAddressChangesNothing() {
        Visitor fresh = house.visitor("forging", "boss");
        Visitor enrolled = house.enrolled("forging-enrolled");
        for (Visitor visitor : List.of(fresh, enrolled)) {
            String mark = "1|totp|" + house.realm().server().clock().now().getEpochSecond() + "|"
                    + visitor.user().id();
            Map<String, List<String>> attributes = new HashMap<>();
            Map<String, String> parameters = new HashMap<>();
            NAMES.forEach(name -> {
                attributes.put(name, List.of(mark));
                parameters.put(name, mark);
            });
            parameters.remove("kc_action");
            house.realm()
                    .rest()
                    .put(
                            "/users/profile",
                            ((ObjectNode) house.realm().rest().get("/users/profile"))
                                    .put("unmanagedAttributePolicy", "ENABLED"));
            visitor.user().update(Map.of("attributes", attributes));

            Passage passage = Passage.of(visitor.password(visitor.browser(), House.BARE, parameters));

            assertThat(passage.kind()).isEqualTo(visitor == fresh ? Kind.SET_UP : Kind.ASKED);
        }
    }
}
