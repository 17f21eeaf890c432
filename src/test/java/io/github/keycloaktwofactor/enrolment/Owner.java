package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who meets our pages.
 *
 * @param app what they have set up; empty for a person without an authenticator
 * @param codes their recovery codes, as they were shown
 */
record Owner(TestRealm realm, TestUser user, Optional<AuthenticatorApp> app, List<String> codes) {

    static Owner fresh(TestRealm realm, String name, String... roles) {
        return new Owner(realm, realm.user(name, roles), Optional.empty(), List.of());
    }

    /** With an authenticator alone. */
    static Owner withoutCodes(TestRealm realm, String name, String... roles) {
        EnrolledUser person = EnrolledUser.imported(realm, name, roles);
        return new Owner(realm, person.user(), Optional.of(person.app()), List.of());
    }

    /** As people set it up themselves. */
    static Owner enrolled(TestRealm realm, String name, String... roles) {
        CardOwner owner = CardOwner.enrolled(realm, name, roles);
        return new Owner(realm, owner.user(), Optional.of(owner.app()), owner.codes());
    }

    /** A code that was not used yet. */
    String code() {
        AuthenticatorApp mine = app.orElseThrow();
        return mine.code(realm.server().clock().awaitStepStart(mine.period()));
    }

    /** The code for the key that the page shows. */
    String codeOnPage(BrowserSession browser) {
        return SetupPages.app(browser).code(realm.server().clock().now());
    }

    /** A browser of its own that gave the password at that client. */
    BrowserSession password(String client, Map<String, String> more) {
        return realm.browser().open(realm.authUrl(client, more)).signIn(user.name(), TestRealm.PASSWORD);
    }

    /** A browser of its own that has passed the code and stands at the action that an application asked for. */
    BrowserSession signedIn(String action) {
        return passed(password("app", Map.of("kc_action", action)));
    }

    /** Goes on from the code page, where it is one. */
    BrowserSession passed(BrowserSession browser) {
        return Screen.of(browser) == Screen.CODE ? browser.press("verify", Map.of("code", code())) : browser;
    }
}
