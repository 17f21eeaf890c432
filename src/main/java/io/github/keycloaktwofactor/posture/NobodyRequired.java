package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicyState;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** The policy requires two-factor of nobody. */
final class NobodyRequired implements Check {

    @Override
    public String id() {
        return "nobody-required";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.state() == PolicyState.ON && !realm.settings().requiresAnybody(),
                Severity.MEDIUM,
                "Two-factor is on, but nobody is required to set it up. Users who have not set it up sign in with"
                        + " their password alone.",
                "Set requireEveryone, requireAdmins or requiredRoles.");
    }
}
