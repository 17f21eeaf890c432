package io.github.keycloaktwofactor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The export of a realm that the version of commit 82a49d5 made on Keycloak 26.4.7, imported today. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EarlierExportIT {

    private final SampleOf82a49d5 sample = new SampleOf82a49d5();
    private TestRealm realm;

    @BeforeAll
    void importTheRealmOfThen() {
        realm = KeycloakServer.shared().imported(SampleOf82a49d5.json("realm.json"));
    }

    @AfterAll
    void close() {
        realm.close();
    }

    @Test
    void anAuthenticatorSetUpThenSignsIn() {
        assertThat(Screen.of(sample.code(realm, "ada"))).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void recoveryCodesOfThenAreAcceptedOnce() {
        assertThat(sample.recoveryCode(realm, "ben", 2).onward().signedIn()).isTrue();
        assertThat(sample.recoveryCode(realm, "ben", 2).page().text()).contains("already been used");
    }

    @Test
    void thePolicyOfThenIsInForce() {
        realm.user("newcomer");
        assertThat(Screen.of(sample.password(realm, "newcomer"))).isEqualTo(Screen.KEY);
    }
}
