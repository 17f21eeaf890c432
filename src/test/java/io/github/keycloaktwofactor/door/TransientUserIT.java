package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who are signed in by an identity provider and not stored by Keycloak: nothing can be set up for them here. */
@Tag("postgres")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransientUserIT {

    private static final String ALIAS = "passing";

    private static final List<String> TABLES =
            List.of("TWO_FACTOR_ATTEMPT", "TWO_FACTOR_USER", "TWO_FACTOR_DEVICE", "TWO_FACTOR_MAIL");

    private final KeycloakServer server = KeycloakServer.onPostgres();

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(server);
        house.identityProvider(ALIAS, "", Map.of("doNotStoreUsers", "true"));
        house.realm().switchOn(Map.of("requireEveryone", "true"));
    }

    @Test
    void whoMustUseTwoFactorIsToldThatItCannotBeSetUpHere() {
        BrowserSession browser = through("passer-by", Map.of());

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NOT_STORED);
        for (String button : List.of("enable", "confirm", "continue")) {
            BrowserSession posted = browser.fork()
                    .post(browser.action("restart"), List.of(Map.entry("do", button), Map.entry("code", "000000")));
            assertThat(Screen.of(posted)).isEqualTo(Screen.NOT_STORED);
        }
        assertThat(rows()).isZero();
        Passage again = Passage.of(browser.reload().press("restart"));
        assertThat(again.kind()).as(again.toString()).isEqualTo(Kind.FIRST_FACTOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-factor-setup", "two-factor-recovery-codes", "two-factor-policy"})
    void ourPagesSayTheSameToWhomThePolicyDoesNotName(String action) {
        house.realm().configure(Map.of("requireEveryone", "false"));
        try {
            assertThat(Screen.of(through("free-" + action, Map.of()))).isEqualTo(Screen.SIGNED_IN);

            BrowserSession browser = through("free-too-" + action, Map.of("kc_action", action));

            assertThat(Screen.of(browser))
                    .as(browser.page().text())
                    .isEqualTo(action.equals("two-factor-policy") ? Screen.SIGNED_IN : Screen.NOT_STORED);
            assertThat(rows()).isZero();
        } finally {
            house.realm().configure(Map.of("requireEveryone", "true"));
        }
    }

    @Test
    void aTrustedProviderVouchesForThem() {
        house.realm().configure(Map.of("requireEveryone", "true", "trustedIdentityProviders", ALIAS));
        try {
            BrowserSession browser = through("vouched", Map.of());

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
            String refreshToken = browser.tokens().refreshToken();
            assertThat(house.realm().refresh(refreshToken).ok()).isTrue();
            assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.LET_IN);
            assertThat(rows()).isZero();

            house.realm().configure(Map.of("requireEveryone", "true"));
            assertThat(house.realm().refresh(refreshToken).error()).isEqualTo("invalid_grant");
            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.NOT_STORED);
        } finally {
            house.realm().configure(Map.of("requireEveryone", "true"));
        }
    }

    private BrowserSession through(String name, Map<String, String> more) {
        house.partner().user(name);
        return house.realm()
                .browser()
                .openLogin(more)
                .follow("#social-" + ALIAS)
                .signIn(name, TestRealm.PASSWORD);
    }

    private int rows() {
        int rows = 0;
        try (Connection connection = server.jdbc()) {
            for (String table : TABLES) {
                try (PreparedStatement count = connection.prepareStatement(
                                "SELECT COUNT(*) FROM " + table + " WHERE USER_ID LIKE 'lightweight-%'");
                        ResultSet found = count.executeQuery()) {
                    found.next();
                    rows += found.getInt(1);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }
}
