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
                "Forgot password is on: anyone who can read the mailbox of a user who has set nothing up can reset"
                        + " the password and set up two-factor. Users who have set it up are asked for a code first.",
                "Disable Forgot password under Realm settings, Login, if access to the mailbox is not proof enough.");
    }
}
