package io.github.keycloaktwofactor.support;

import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;

/**
 * Somebody who helps users by our REST API.
 *
 * @param rest with their token
 */
public record Desk(AdminRest rest) {

    public static final String REASON = "INC-4711";

    /** A new user of the realm with these roles; tokens of the realm must outlive the test. */
    public static Desk of(TestRealm realm, String name, String... roles) {
        return as(realm, realm.user(name, roles));
    }

    public static Desk as(TestRealm realm, TestUser user) {
        return new Desk(realm.rest().as(realm.adminToken(user.name())));
    }

    public RestAnswer look(TestUser user) {
        return rest.send("GET", path(user), null);
    }

    public RestAnswer reset(TestUser user, String... what) {
        return rest.send("POST", path(user) + "/reset", Map.of("what", List.of(what), "reason", REASON));
    }

    public RestAnswer resetAndLeaveSignedIn(TestUser user, String... what) {
        return rest.send(
                "POST", path(user) + "/reset", Map.of("what", List.of(what), "signOut", false, "reason", REASON));
    }

    public RestAnswer unlock(TestUser user) {
        return rest.send("POST", path(user) + "/unlock", Map.of("reason", REASON));
    }

    public RestAnswer forgetDevices(TestUser user) {
        return rest.send("DELETE", path(user) + "/trusted-devices?reason=" + REASON, null);
    }

    public static String path(TestUser user) {
        return "/two-factor/users/" + user.id();
    }
}
