package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderSyncMode;

/** An identity provider overwrites email addresses at each sign-in. */
final class ProviderForcesSync implements Check {

    @Override
    public String id() {
        return "provider-forces-sync";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.providers()
                .filter(provider -> provider.getSyncMode() == IdentityProviderSyncMode.FORCE)
                .limit(MOST)
                .map(provider -> finding(
                        Severity.LOW,
                        Providers.subject(provider),
                        "The sync mode is Force: the provider overwrites the email address of a linked user at each"
                                + " sign-in, before a code is asked for. The previous address is notified.",
                        "Import the address once, or by a mapper of its own."));
    }
}
