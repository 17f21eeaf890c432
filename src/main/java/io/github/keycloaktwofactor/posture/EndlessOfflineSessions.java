package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Offline sessions have no maximum lifespan. */
final class EndlessOfflineSessions implements Check {

    @Override
    public String id() {
        return "endless-offline-sessions";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.realm().isOfflineSessionMaxLifespanEnabled(),
                Severity.LOW,
                "Offline sessions have no maximum lifespan: an offline token that is used from time to time never"
                        + " expires, as long as the policy accepts the second factor of its session.",
                "Enable Offline Session Max Limited under Realm settings, Sessions.");
    }
}
