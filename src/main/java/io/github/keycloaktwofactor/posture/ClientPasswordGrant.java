package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicySettings.DirectGrant;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.store.ClientRows;
import java.util.stream.Stream;

/** A client may use the password grant. */
final class ClientPasswordGrant implements Check {

    @Override
    public String id() {
        return "client-password-grant";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.settings().directGrant() == DirectGrant.DENY
                ? Stream.empty()
                : ClientRows.withPasswordGrant(realm.session(), realm.realm().getId(), MOST).stream()
                        .map(client -> finding(
                                Severity.LOW,
                                new Subject("client", client.id(), client.clientId()),
                                "The client may use the password grant: users type password and code into the application, which sees"
                                        + " both. No passkey can be asked for there.",
                                "Disable Direct access grants if the client does not need it, or set"
                                        + " directGrant to DENY."));
    }
}
