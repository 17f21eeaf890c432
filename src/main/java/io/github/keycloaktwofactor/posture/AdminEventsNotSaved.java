package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Admin events are not saved. */
final class AdminEventsNotSaved implements Check {

    @Override
    public String id() {
        return "admin-events-not-saved";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.realm().isAdminEventsEnabled(),
                Severity.MEDIUM,
                "Admin events are not saved: there is no record of who removed a factor, changed the policy or"
                        + " switched it off.",
                "Enable Save events under Realm settings, Events, Admin events settings.");
    }
}
