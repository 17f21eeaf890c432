package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.KeycloakServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 15, nothing ends unseen, at every door where a page can ask: whatever a browser posts from there, it is given
 * nothing before the second factor, and the sign-in goes on where it was.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NothingEndsUnseenIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("guest");
        house.realm().switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
    }

    @ParameterizedTest
    @MethodSource
    void nothingIsGivenBeforeTheSecondFactor(Door door, Standing standing) {
        Visitor visitor = standing.at(house, "seen-" + standing.label() + door.label());
        Passage before = door.walk(visitor);
        boolean guarded = OtherAction.atTheGuard(before.browser());
        Footprint footprint = new Footprint(visitor, before.browser());

        Passage after = Passage.of(OtherAction.consent(before.browser()));

        footprint.assertUnchanged();
        assertThat(after.pastTheSecondFactor()).as(after.toString()).isFalse();
        if (guarded) {
            assertThat(after.kind()).as(after.toString()).isEqualTo(before.kind());
            assertThat(footprint.refusal().detail("two_factor_reason")).isEqualTo("sent-back");
            if (before.kind() == Kind.ASKED) {
                Passage onward = after.type(visitor.code());
                assertThat(onward.kind()).as(onward.toString()).isNotIn(Kind.ASKED, Kind.STOPPED, Kind.FIRST_FACTOR);
            }
        }
    }

    static Stream<Arguments> nothingIsGivenBeforeTheSecondFactor() {
        return Stream.concat(
                Stream.of(Standing.values())
                        .flatMap(standing -> Stream.<Door[]>of(BrowserDoor.values(), Answer.values())
                                .flatMap(Stream::of)
                                .filter(door -> !door.silent())
                                .map(door -> Arguments.of(door, standing))),
                Stream.of(ActionDoor.values()).map(door -> Arguments.of(door, Standing.ENROLLED)));
    }
}
