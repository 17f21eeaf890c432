package io.github.keycloaktwofactor.door;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a door, who knows the user's password and can do what the mailbox and the linked account at the identity
 * provider allow.
 *
 * @param house where the doors lead
 * @param person the authenticator app, for users who have it
 * @param profile a browser whose cookies each browser of the visitor starts with, or null for none
 * @param ago how long ago a session from before was begun
 */
public record Visitor(
        House house,
        TestUser user,
        @Nullable EnrolledUser person,
        @Nullable BrowserSession profile,
        Duration ago) {

    Visitor(House house, TestUser user, @Nullable EnrolledUser person) {
        this(house, user, person, null, Duration.ZERO);
    }

    /** The same person with a browser that has been here before. */
    public Visitor with(BrowserSession browser) {
        return new Visitor(house, user, person, browser, ago);
    }

    /** The same person, whose sessions from before are so old. */
    Visitor whoseSessionsAre(Duration old) {
        return new Visitor(house, user, person, profile, old);
    }

    public TestRealm realm() {
        return house.realm();
    }

    public String name() {
        return user.name();
    }

    /** A right code that was never used. */
    public String code() {
        return Optional.ofNullable(person).orElseThrow().code();
    }

    public String wrongCode() {
        return Optional.ofNullable(person).orElseThrow().wrongCode();
    }

    /** A browser that has not been here before, unless the visitor brings one that has. */
    public BrowserSession browser() {
        return profile == null ? realm().browser() : profile.fork();
    }

    /** A sign-in by password at a client. */
    public BrowserSession password(BrowserSession browser, String client, Map<String, String> more) {
        return browser.open(realm().authUrl(client, more)).signIn(name(), TestRealm.PASSWORD);
    }

    /** A browser with a session from before the policy was switched on, by password alone. */
    public BrowserSession sessionFromBefore(Map<String, String> fields) {
        return realm().beforeThePolicy(() -> {
            BrowserSession browser = browser().open(realm().authUrl(House.BARE, Map.of()));
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("username", name());
            all.put("password", TestRealm.PASSWORD);
            browser.submit("#kc-form-login", all);
            if (Screen.of(browser) != Screen.SIGNED_IN) {
                throw new AssertionError("Not signed in: " + browser.page().text());
            }
            realm().server().clock().advance(ago);
            return browser;
        });
    }
}
