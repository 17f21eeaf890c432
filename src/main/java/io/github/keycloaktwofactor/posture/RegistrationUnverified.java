package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Users can register with an email address that is never verified. */
final class RegistrationUnverified implements Check {

    @Override
    public String id() {
        return "registration-unverified";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.realm().isRegistrationAllowed() && !realm.realm().isVerifyEmail(),
                Severity.MEDIUM,
                "Users register themselves, and nobody has to verify an address: somebody can register "
                        + "with the address of another person and set two-factor up for it.",
                "Switch Verify email on under Realm settings, Login.");
    }
}
