package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.KeycloakServer;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doors without a page, for whom the policy does not name: a refusal elsewhere is ours, and not the door's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenDoorIT {

    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("boss").switchOn(Map.of("requiredRoles", "boss"));
    }

    @AfterAll
    void tearDown() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    void isOpenForWhomThePolicyDoesNotName(TokenDoor door) {
        Visitor visitor = house.visitor("free-" + door.name().toLowerCase(Locale.ROOT));

        Passage passage = door.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
    }
}
