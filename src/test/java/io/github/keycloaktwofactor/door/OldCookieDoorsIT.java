package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.KeycloakServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 14, an old cookie enrols nobody, at every door: without the password given again no key is shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OldCookieDoorsIT {

    private static final Duration OLDER = Duration.ofSeconds(301);

    /** At the others somebody gives the first factor again, or has a mail that stands for it. */
    private static final Set<BrowserDoor> BY_THE_COOKIE_ALONE = Set.of(BrowserDoor.COOKIE, BrowserDoor.REMEMBER_ME);

    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "true"));
    }

    @AfterAll
    void tearDown() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsShownToNoCookieThatIsTooOld(BrowserDoor door) {
        Visitor visitor = house.visitor("old-" + door.label()).whoseSessionsAre(OLDER);

        Passage passage = door.walk(visitor);

        if (BY_THE_COOKIE_ALONE.contains(door)) {
            assertThat(Screen.of(passage.browser())).as(passage.toString()).isEqualTo(Screen.SIGN_IN_AGAIN);
            assertThat(passage.browser().page().body()).doesNotContain("otpauth:");
        } else {
            assertThat(passage.kind()).as(passage.toString()).isEqualTo(door.silent() ? Kind.REFUSED : Kind.SET_UP);
        }
        assertThat(visitor.user().credentials("otp")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noActionInKcActionShowsAKeyToACookieThatIsTooOld(ActionDoor door) {
        Visitor visitor = house.visitor("old-action-" + door.label()).whoseSessionsAre(OLDER);

        Passage passage = Passage.of(door.open(visitor, visitor.sessionFromBefore(Map.of())));

        assertThat(passage.kind()).as(passage.toString()).isIn(Kind.FIRST_FACTOR, Kind.STOPPED);
        assertThat(passage.browser().page().body()).doesNotContain("otpauth:");
    }
}
