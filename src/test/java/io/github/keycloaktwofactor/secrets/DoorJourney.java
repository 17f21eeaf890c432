package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Door;
import io.github.keycloaktwofactor.door.House;
import io.github.keycloaktwofactor.door.Passage;
import io.github.keycloaktwofactor.door.Visitor;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;

/** Somebody who must enrol at a door, and signs in there afterwards. */
final class DoorJourney {

    private final Door door;
    private final House house;
    private final Witness witness;

    DoorJourney(Door door, House house, Witness witness) {
        this.door = door;
        this.house = house;
        this.witness = witness;
    }

    void go() {
        Visitor fresh = house.visitor("hidden-" + door.label());
        AuthenticatorApp app = enrol(fresh.with(browser()));
        EnrolledUser person = new EnrolledUser(realm(), fresh.user(), app);
        Visitor enrolled = new Visitor(house, fresh.user(), person, browser(), fresh.ago());
        signIn(enrolled, app);
        house.mail().texts().forEach(mail -> witness.keep("mail", mail));
        house.mail().empty();
    }

    private AuthenticatorApp enrol(Visitor visitor) {
        BrowserSession browser = door.walk(visitor).browser();
        AuthenticatorApp app = witness.scanned("key of " + door, browser);
        browser.press("confirm", Map.of("code", witness.wrong(app)));
        browser.press("confirm", Map.of("code", witness.right(app)));
        witness.read(browser);
        browser.press("continue", Map.of("saved", "on"));
        witness.keep(browser);
        return app;
    }

    private void signIn(Visitor visitor, AuthenticatorApp app) {
        Passage asked = door.walk(visitor);
        assertThat(asked.kind()).as(asked.toString()).isEqualTo(Passage.Kind.ASKED);
        Passage in = asked.press("verify", Map.of("code", witness.wrong(app)))
                .press("recovery", Map.of())
                .press("verify", Map.of("code", witness.typed("QZ7M-W3KT")))
                .press("authenticator", Map.of())
                .press("verify", Map.of("code", witness.right(app)));
        assertThat(in.pastTheSecondFactor()).as(in.toString()).isTrue();
        witness.keep(in.browser());
    }

    private BrowserSession browser() {
        return witness.browser(realm());
    }

    private TestRealm realm() {
        return house.realm();
    }
}
