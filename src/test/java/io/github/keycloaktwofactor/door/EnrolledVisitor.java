package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;

/**
 * Somebody new who has set two-factor up on our page, led there by the policy.
 *
 * @param visitor who has the app now
 * @param browser where they did it
 * @param codes the recovery codes
 */
record EnrolledVisitor(Visitor visitor, BrowserSession browser, List<String> codes) {

    static EnrolledVisitor in(House house, String name) {
        Visitor visitor = house.visitor(name);
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        EnrolledUser person = EnrolledUser.confirmed(house.realm(), browser, name);
        return new EnrolledVisitor(new Visitor(house, visitor.user(), person), browser, person.recoveryCodes());
    }

    /** A new browser of the same person, which is remembered. */
    BrowserSession trusted() {
        BrowserSession browser = visitor.browser().signIn(visitor.name(), TestRealm.PASSWORD);
        return browser.press("verify", Map.of("code", visitor.code(), "trustDevice", "true"));
    }
}
