package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Email addresses are not verified. */
final class AddressesNotVerified implements Check {

    @Override
    public String id() {
        return "addresses-not-verified";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                !realm.realm().isVerifyEmail(),
                Severity.LOW,
                "Verify email is off: unverified addresses get no mails about changes, and a first factor can be"
                        + " set up without proof that the address is the user's.",
                "Enable Verify email under Realm settings, Login.");
    }
}
