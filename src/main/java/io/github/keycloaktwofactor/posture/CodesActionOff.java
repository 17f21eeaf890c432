package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.enrolment.RecoveryCodesActionFactory;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** Users cannot generate new recovery codes. */
final class CodesActionOff implements Check {

    @Override
    public String id() {
        return "codes-action-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.on() && realm.enabledAction(RecoveryCodesActionFactory.ID).isEmpty()
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        new Subject("required-action", RecoveryCodesActionFactory.ID, "Two-Factor: recovery codes"),
                        "The required action Two-Factor: recovery codes is missing or disabled. Applications, the"
                                + " account console and the help desk cannot have users make new recovery codes; a"
                                + " user who has used them all and loses the app is locked out.",
                        "Call POST two-factor/setup, or enable it under Authentication, Required actions."))
                : Stream.empty();
    }
}
