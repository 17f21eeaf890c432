package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Two-factor is off in the realm. */
final class TwoFactorOff implements Check {

    @Override
    public String id() {
        return "two-factor-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.on(),
                Severity.HIGH,
                "Two-factor is off in this realm: the required action two-factor-policy is not registered,"
                        + " disabled, or has another provider. Users sign in as without this extension and keep what"
                        + " they have set up.",
                "Call POST two-factor/setup, or enable Two-Factor: policy under Authentication, Required "
                        + "actions.");
    }
}
