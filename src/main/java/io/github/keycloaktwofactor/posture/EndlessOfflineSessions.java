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
                "Offline sessions have no longest life: an offline token that is used now and then is "
                        + "good for ever, as long as the policy accepts what its session has passed.",
                "Switch Offline Session Max Limited on under Realm settings, Sessions.");
    }
}
