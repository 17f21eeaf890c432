package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** The policy does not require two-factor of administrators. */
final class AdminsNotRequired implements Check {

    @Override
    public String id() {
        return "admins-not-required";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.on()
                        && realm.settings().requiresAnybody()
                        && !realm.settings().requireEveryone()
                        && !realm.settings().requireAdmins(),
                Severity.MEDIUM,
                "The policy names roles, but does not require two-factor of administrators. Administrators who have"
                        + " none of these roles sign in with a password alone.",
                "Set requireAdmins.");
    }
}
