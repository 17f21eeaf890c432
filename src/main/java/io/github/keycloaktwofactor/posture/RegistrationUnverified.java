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
                "User registration is on and Verify email is off: anyone can register with another person's address"
                        + " and set up two-factor for it.",
                "Enable Verify email under Realm settings, Login.");
    }
}
