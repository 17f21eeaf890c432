package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 14, an old cookie enrols nobody, at every door: without the password given again no key is shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OldCookieDoorsIT {

    private static final Duration OLDER = Duration.ofSeconds(301);

    /** At the others somebody gives the first factor again, or has a mail that stands for it. */
    private static final Set<BrowserDoor> BY_THE_COOKIE_ALONE = Set.of(BrowserDoor.COOKIE, BrowserDoor.REMEMBER_ME);

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("guest");
        house.realm().switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
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

    /** An administrator asks them to add it; the cookie may be in anybody's hands. */
    @ParameterizedTest
    @ValueSource(strings = {"CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register"})
    void noFactorThatAnActionWaitsToAddIsAddedByACookieThatIsTooOld(String action) {
        Visitor visitor = house.visitor("waiting-" + action.toLowerCase(Locale.ROOT), "guest");
        BrowserSession browser = visitor.password(visitor.browser(), House.BARE, Map.of());
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        visitor.user().requiredActions(action);
        visitor.realm().server().clock().advance(OLDER);

        browser.openLogin();

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
        browser.press("restart").signIn(visitor.name(), TestRealm.PASSWORD);
        assertThat(browser.page().uri().toString()).contains("execution=" + action);
        assertThat(visitor.user().credentials("otp")).isEmpty();
    }
}
