package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** The policy names an identity provider that is not trusted at present. */
final class ProviderNotTrusted implements Check {

    @Override
    public String id() {
        return "provider-not-trusted";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.settings().trustedIdentityProviders().stream()
                .filter(alias -> !TrustedProviders.trust(realm.session(), realm.settings(), alias))
                .limit(MOST)
                .map(alias -> finding(
                        Severity.MEDIUM,
                        Providers.subject(alias),
                        "The policy names this provider as trusted, and it is trusted with nobody: it is missing, disabled, or was"
                                + " changed after the settings were saved. If nobody of you changed it, somebody else has.",
                        "Look at its configuration, flows and mappers in the admin events. Then save the policy again, or take it"
                                + " out of trustedIdentityProviders."));
    }
}
