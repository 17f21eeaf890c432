package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 6 for somebody who was no user before: registering is a sign-in, and the guard stands at its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistrationIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.update(Map.of("registrationAllowed", true)).switchOn(Map.of("requireEveryone", "true"));
        realm.client(House.BARE, Map.of()).flows().bindPasswordOnly(House.BARE);
    }

    /** The ways to the registration page. */
    enum Way {
        PROMPT(realm -> realm.browser().openLogin(Map.of("prompt", "create"))),
        LINK(realm -> realm.browser().openLogin().follow("#kc-registration a")),
        OWN_FLOW(realm ->
                realm.browser().open(realm.authUrl(House.BARE, Map.of())).follow("#kc-registration a"));

        private final Function<TestRealm, BrowserSession> way;

        Way(Function<TestRealm, BrowserSession> way) {
            this.way = way;
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersWhoRegisterAreSentToTheSetUp(Way way) {
        String name = "new-" + way.name().toLowerCase(Locale.ROOT);

        Passage passage = register(way, name);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
        assertThat(realm.find(name).sessions()).isEmpty();
        EnrolledUser.confirmed(realm, passage.browser(), name);
        Passage after = Passage.of(passage.browser());
        assertThat(after.kind()).as(after.toString()).isEqualTo(Kind.LET_IN);
    }

    @Test
    void usersWhomThePolicyDoesNotNameAreLetIn() {
        realm.configure(Map.of("requireEveryone", "false"));
        try {
            assertThat(register(Way.PROMPT, "new-free").kind()).isEqualTo(Kind.LET_IN);
        } finally {
            realm.configure(Map.of("requireEveryone", "true"));
        }
    }

    private Passage register(Way way, String name) {
        return Passage.of(way.way.apply(realm).register(name));
    }
}
