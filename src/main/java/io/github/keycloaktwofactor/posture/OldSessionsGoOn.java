package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Sessions from before the policy remain valid. */
final class OldSessionsGoOn implements Check {

    @Override
    public String id() {
        return "old-sessions-go-on";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.settings().existingSessions() == ExistingSessions.UNTIL_THEY_END
                        && realm.settings().requiresAnybody(),
                Severity.LOW,
                "existingSessions is UNTIL_THEY_END: refresh and offline tokens from before two-factor was required"
                        + " remain valid without it until their session ends. If it is not recorded since when it is"
                        + " required, the setting has no effect.",
                "Set existingSessions to AT_ONCE once the roll-out is over.");
    }
}
