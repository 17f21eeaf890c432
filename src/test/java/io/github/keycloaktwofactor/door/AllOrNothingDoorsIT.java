package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 8, all or nothing, at every door that leads to the set-up: nothing is stored before the code is right, then both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AllOrNothingDoorsIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "true"));
    }

    @ParameterizedTest
    @MethodSource("io.github.keycloaktwofactor.door.Door#withPages")
    void authenticatorAndCodesAreStoredTogetherOrNotAtAll(Door door) {
        Visitor visitor = house.visitor("half-" + door.label());
        Passage setUp = door.walk(visitor);
        assertThat(setUp.kind()).as(setUp.toString()).isEqualTo(Kind.SET_UP);
        AuthenticatorApp app = EnrolledUser.scanned(setUp.browser());
        Instant now = house.realm().server().clock().now();

        Passage wrong = setUp.press("confirm", Map.of("code", app.wrong(now)));

        assertThat(wrong.kind()).as(wrong.toString()).isEqualTo(Kind.SET_UP);
        assertStored(visitor.user(), 0);

        Passage right = wrong.press("confirm", Map.of("code", app.code(now)));

        assertThat(right.browser().page().text()).contains("Save these recovery codes");
        assertStored(visitor.user(), 1);
        // Users who leave the codes unsaved are enrolled all the same.
        Passage next = BrowserDoor.LOGIN.walk(visitor);
        assertThat(next.kind()).as(next.toString()).isEqualTo(Kind.ASKED);
    }

    private static void assertStored(TestUser user, int each) {
        assertThat(user.credentials("otp")).hasSize(each);
        assertThat(user.credentials("two-factor-recovery-codes")).hasSize(each);
        assertThat(user.requiredActions()).isEmpty();
    }
}
