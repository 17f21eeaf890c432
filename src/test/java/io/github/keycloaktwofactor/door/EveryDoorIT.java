package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 6, every door: none leads past the second factor, neither users who are enrolled nor users who must be. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryDoorIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "true"));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoMustEnrolIsSentToSetUpOrRefused(Door door) {
        Visitor visitor = house.visitor("fresh-" + door.label());

        Passage passage = door.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(door.silent() ? Kind.REFUSED : Kind.SET_UP);
        assertThat(visitor.user().credentials("otp")).isEmpty();
        assertThat(visitor.user().requiredActions()).doesNotContain(TestRealm.POLICY, "two-factor-setup");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoIsEnrolledIsAskedAndOnlyARightCodeLetsIn(Door door) {
        Visitor visitor = house.enrolled("enrolled-" + door.label());

        Passage passage = door.walk(visitor);

        if (door.silent()) {
            assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.REFUSED);
            return;
        }
        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.ASKED);
        assertThat(passage.type(visitor.wrongCode()).kind()).isEqualTo(Kind.ASKED);
        assertThat(visitor.user().credentials("otp")).hasSize(1);
        Passage after = passage.type(visitor.code());
        assertThat(after.pastTheSecondFactor()).as(after.toString()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void noActionInKcActionHelpsACookieFromBefore(ActionDoor door) {
        Visitor visitor = house.enrolled("cookie-" + door.label());

        Passage passage = door.walk(visitor, visitor.sessionFromBefore(Map.of()));

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.ASKED);
    }

    @Test
    void aDeviceGetsNoTokensBeforeTheCode() {
        Visitor visitor = house.enrolled("device-tokens");
        // Asked twice within five seconds, Keycloak answers "slow down"; so each device asks once.
        DeviceCode early = DeviceCode.ask(house.realm());
        DeviceCode late = DeviceCode.ask(house.realm());

        assertThat(signIn(visitor, early).kind()).isEqualTo(Kind.ASKED);
        assertThat(early.tokens().error()).isEqualTo("authorization_pending");
        assertThat(signIn(visitor, late).type(visitor.code()).kind()).isEqualTo(Kind.LET_IN);
        Tokens tokens = late.tokens();
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
    }

    private static Passage signIn(Visitor visitor, DeviceCode device) {
        return Passage.of(visitor.browser().open(device.address()).signIn(visitor.name(), TestRealm.PASSWORD));
    }

    static Stream<Door> doors() {
        return Stream.of(BrowserDoor.values(), ActionDoor.values(), TokenDoor.values())
                .flatMap(Stream::of);
    }
}
