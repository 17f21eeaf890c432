package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicyState;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** The guard is enabled, and its settings were never saved. */
final class SettingsNeverSaved implements Check {

    @Override
    public String id() {
        return "settings-never-saved";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.state() == PolicyState.DEFAULTS,
                Severity.MEDIUM,
                "Two-factor is on, and its settings were never saved or were cleared, so the defaults apply: nobody"
                        + " is required to set it up, and users who have are asked for a code.",
                "Save the policy, in its form or by PUT two-factor/policy.");
    }
}
