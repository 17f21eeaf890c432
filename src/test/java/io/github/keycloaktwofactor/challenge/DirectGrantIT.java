package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The password grant, with the stock step that we stand in for and with our own: whatever is missing beside a right
 * password is answered as a wrong password is.
 */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectGrantIT {

    /** Client with the realm's untouched flow, and one whose flow ends with our own step. */
    private static final String STOCK = "app";

    private static final String OURS = "ours";

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss").client(OURS, Map.of());
        String flow = realm.flows()
                .create(
                        "direct-grant-ours",
                        "direct-grant-validate-username",
                        "direct-grant-validate-password",
                        "two-factor-direct-grant");
        realm.updateClient(OURS, Map.of("authenticationFlowBindingOverrides", Map.of("direct_grant", flow)));
        realm.switchOn(Map.of("requiredRoles", "boss"));
    }

    @ParameterizedTest
    @ValueSource(strings = {STOCK, OURS})
    void usersWhoMustHaveTwoFactorAndHaveNotAreAnsweredAsAWrongPasswordIs(String client) {
        TestUser user = realm.user("required-" + client, "boss");

        assertRefusedLikeAWrongPassword(client, user, null);
        assertRefusedLikeAWrongPassword(client, user, "123456");
        assertThat(user.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {STOCK, OURS})
    void usersWhoAreEnrolledNeedACodePolicyOrNot(String client) {
        for (EnrolledUser person : List.of(
                EnrolledUser.imported(realm, "enrolled-" + client),
                EnrolledUser.imported(realm, "enrolled-boss-" + client, "boss"))) {
            assertRefusedLikeAWrongPassword(client, person.user(), null);
            assertRefusedLikeAWrongPassword(client, person.user(), person.wrongCode());
            assertRefusedLikeAWrongPassword(client, person.user(), "");
            assertThat(person.user().sessions()).isEmpty();

            String code = person.code();
            assertThat(grant(client, person.user(), TestRealm.PASSWORD, code).ok())
                    .isTrue();
            assertRefusedLikeAWrongPassword(client, person.user(), code);
        }
    }

    @Test
    void whomThePolicyDoesNotNameAndWhoHasNothingNeedsACodeOnlyWhereTheFlowDemandsIt() {
        TestUser user = realm.user("free");

        assertThat(grant(STOCK, user, TestRealm.PASSWORD, null).ok()).isTrue();
        assertThat(grant(OURS, user, TestRealm.PASSWORD, null).ok()).isFalse();
        assertThat(user.sessions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {STOCK, OURS})
    void deniedMeansThatNoCodeHelpsAndNoneIsUsedUp(String client) {
        EnrolledUser person = EnrolledUser.imported(realm, "denied-" + client);
        TestUser required = realm.user("denied-required-" + client, "boss");
        TestUser free = realm.user("denied-free-" + client);
        realm.configure(Map.of("requiredRoles", "boss", "directGrant", "DENY"));
        try {
            String code = person.code();
            assertRefusedLikeAWrongPassword(client, person.user(), code);
            assertRefusedLikeAWrongPassword(client, required, null);
            assertThat(grant(STOCK, free, TestRealm.PASSWORD, null).ok()).isTrue();
            assertThat(Screen.of(realm.browser()
                            .signIn(person.name(), TestRealm.PASSWORD)
                            .press("verify", Map.of("code", code))))
                    .isEqualTo(Screen.SIGNED_IN);
        } finally {
            realm.configure(Map.of("requiredRoles", "boss"));
        }
    }

    private void assertRefusedLikeAWrongPassword(String client, TestUser user, String code) {
        Tokens wrong = grant(client, user, "not the password", null);
        TestEvent ofWrong = onlyError(user);
        Tokens refused = grant(client, user, TestRealm.PASSWORD, code);
        TestEvent ofRefused = onlyError(user);

        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(wrong.status());
        assertThat(refused.body()).isEqualTo(wrong.body());
        assertThat(ofRefused.error()).isEqualTo(ofWrong.error()).isEqualTo("invalid_user_credentials");
        assertThat(ofRefused.clientId()).isEqualTo(client);
    }

    /** The one error that has come since the last look. */
    private TestEvent onlyError(TestUser user) {
        List<TestEvent> errors = realm.events("LOGIN_ERROR").stream()
                .filter(event -> user.id().equals(event.userId()))
                .toList();
        assertThat(errors).hasSize(1);
        realm.clearEvents();
        return errors.get(0);
    }

    private Tokens grant(String client, TestUser user, String password, String code) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "scope",
                "openid",
                "username",
                user.name(),
                "password",
                password));
        if (code != null) {
            fields.put("totp", code);
        }
        return realm.token(fields);
    }
}
