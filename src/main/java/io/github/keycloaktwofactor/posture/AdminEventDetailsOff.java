package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Admin events are saved without representations. */
final class AdminEventDetailsOff implements Check {

    @Override
    public String id() {
        return "admin-event-details-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.realm().isAdminEventsEnabled() && !realm.realm().isAdminEventsDetailsEnabled(),
                Severity.LOW,
                "Admin events are saved without their representation: they do not say what a policy was "
                        + "before and after.",
                "Enable Include representation under Realm settings, Events, Admin events settings.");
    }
}
