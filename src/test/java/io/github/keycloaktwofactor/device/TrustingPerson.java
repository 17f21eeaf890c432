package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;

/** Browsers of somebody who has ticked the box on the code page. */
final class TrustingPerson {

    private static final String OURS = "TWO_FACTOR_";

    private static final String COOKIE = OURS + "DEVICE_";

    private final EnrolledUser person;
    private final String client;

    TrustingPerson(EnrolledUser person, String client) {
        this.person = person;
        this.client = client;
    }

    static TrustingPerson of(TestRealm realm, String name, String... roles) {
        return new TrustingPerson(EnrolledUser.imported(realm, name, roles), "app");
    }

    EnrolledUser person() {
        return person;
    }

    /** A new browser in which the box was ticked. */
    BrowserSession trusted() {
        return trust(person.realm().browser());
    }

    /** The same in a browser that may hold other people's trust already. */
    BrowserSession trust(BrowserSession browser) {
        password(browser);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        browser.press("verify", Map.of("code", person.code(), "trustDevice", "true"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(cookies(browser)).isNotEmpty();
        return browser;
    }

    /** What this browser sees after the password of a sign-in of its own, long after the last session has run out. */
    Screen after(BrowserSession browser) {
        endSession(browser);
        return Screen.of(password(browser));
    }

    BrowserSession password(BrowserSession browser) {
        browser.open(person.realm().authUrl(client, Map.of()));
        return browser.signIn(person.name(), TestRealm.PASSWORD);
    }

    /** Leaves the browser nothing but the cookies of ours, as when a session has run out. */
    static BrowserSession endSession(BrowserSession browser) {
        return browser.keepOnlyCookies(OURS);
    }

    static List<String> cookies(BrowserSession browser) {
        return browser.cookies().keySet().stream()
                .filter(name -> name.startsWith(COOKIE))
                .toList();
    }

    /** The one trust that the browser holds. */
    static String token(BrowserSession browser) {
        List<String> names = cookies(browser);
        assertThat(names).hasSize(1);
        return browser.cookies().get(names.get(0));
    }

    /** A browser that holds this cookie and nothing else. */
    BrowserSession holding(String name, String value) {
        BrowserSession browser = person.realm().browser();
        browser.plantCookie(name, value);
        return browser;
    }
}
