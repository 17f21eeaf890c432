package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.door.ActionDoor;
import io.github.keycloaktwofactor.door.BrowserDoor;
import io.github.keycloaktwofactor.door.House;
import io.github.keycloaktwofactor.door.Passage;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.door.Visitor;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 13 at every door: only a plain sign-in by password is spared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrustedDeviceDoorsIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("trustedDevices", "DAYS"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN", "OWN_FLOW", "SAML", "SAML_OWN_FLOW", "DEVICE", "ACCOUNT_CONSOLE", "ADMIN_CONSOLE"})
    void aPlainSignInByPasswordIsSpared(BrowserDoor door) {
        Passage passage = door.walk(trusting("plain-" + door.name()));

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BROKER",
                "BROKER_WITH_FLOW",
                "BROKER_HINT",
                "RESET_MAIL",
                "RESET_MAIL_ELSEWHERE",
                "ADMINS_MAIL",
                "VERIFICATION_MAIL",
                "INVITATION"
            })
    void whatIsNotAPlainSignInIsAsked(BrowserDoor door) {
        Passage passage = door.walk(trusting("other-" + door.name()));

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.ASKED);
    }

    @ParameterizedTest
    @EnumSource
    void everyActionThatAnApplicationStartsIsAsked(ActionDoor door) {
        Visitor visitor = trusting("action-" + door.name());
        boolean changesNothing = EnumSet.of(ActionDoor.POLICY).contains(door);

        Passage passage = door.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(changesNothing ? Kind.LET_IN : Kind.ASKED);
    }

    @Test
    void aPasswordThatLinksAnAccountOfAnIdentityProviderIsNotAPlainSignIn() {
        Visitor visitor = trusting("linking");
        visitor.user().rest().delete("/federated-identity/" + House.PARTNER);
        house.realm()
                .flows()
                .create("link-by-password", "idp-detect-existing-broker-user", "idp-username-password-form");
        String address = "/identity-provider/instances/" + House.PARTNER;
        ObjectNode provider = (ObjectNode) house.realm().rest().get(address);
        house.realm().rest().put(address, provider.put("firstBrokerLoginFlowAlias", "link-by-password"));

        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        Passage passage = Passage.of(browser.signIn(visitor.name(), TestRealm.PASSWORD));

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.ASKED);
    }

    private Visitor trusting(String name) {
        Visitor visitor = house.enrolled(name.toLowerCase(Locale.ROOT));
        TrustingPerson person = new TrustingPerson(java.util.Objects.requireNonNull(visitor.person()), "app");
        return visitor.with(TrustingPerson.endSession(person.trusted()));
    }
}
