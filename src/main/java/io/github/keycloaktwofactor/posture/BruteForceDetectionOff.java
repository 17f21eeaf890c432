package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Passwords can be guessed without limit. */
final class BruteForceDetectionOff implements Check {

    @Override
    public String id() {
        return "brute-force-detection-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.realm().isBruteForceProtected(),
                Severity.MEDIUM,
                "Keycloak's brute force detection is off. Codes still have their own rate limit; passwords can be"
                        + " guessed without limit, and a guessed password is enough for users who have set nothing"
                        + " up yet.",
                "Enable it under Realm settings, Security defenses, Brute force detection.");
    }
}
