package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** Users cannot open the two-factor page. */
final class SetUpActionOff implements Check {

    @Override
    public String id() {
        return "setup-action-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.on() && realm.enabledAction(TwoFactorPolicy.SET_UP_ID).isEmpty()
                ? Stream.of(finding(
                        Severity.MEDIUM,
                        new Subject("required-action", TwoFactorPolicy.SET_UP_ID, "Two-Factor: set up"),
                        "The required action Two-Factor: set up is missing or disabled. Users who are required to"
                                + " set up two-factor are still sent to it. Nobody can open the page for replacing"
                                + " the app, forgetting devices and disabling two-factor, and the link for users"
                                + " does not work.",
                        "Call POST two-factor/setup, or enable it under Authentication, Required actions."))
                : Stream.empty();
    }
}
