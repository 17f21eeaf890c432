package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Access to the mailbox is enough to set up two-factor for a user who has not done so. */
final class ForgottenPassword implements Check {

    @Override
    public String id() {
        return "forgotten-password";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.realm().isResetPasswordAllowed(),
                Severity.LOW,
                "Forgot password is on: somebody who reads the mailbox of a user who has set nothing up "
                        + "can choose a password and set two-factor up. Users who have are asked for a code first.",
                "Switch Forgot password off under Realm settings, Login, where a mailbox is too little.");
    }
}
