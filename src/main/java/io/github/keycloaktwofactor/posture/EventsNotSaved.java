package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** User events are not saved. */
final class EventsNotSaved implements Check {

    @Override
    public String id() {
        return "events-not-saved";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.realm().isEventsEnabled(),
                Severity.MEDIUM,
                "User events are not saved: there is no record of who was sent to the set-up, who set up what and"
                        + " from where, and users see no recent activity.",
                "Enable Save events under Realm settings, Events, User events settings.");
    }
}
