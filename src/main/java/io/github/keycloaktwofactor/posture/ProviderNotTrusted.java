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
                        "The policy names this provider as trusted, but it is not trusted: it is missing, disabled,"
                                + " or was changed after the settings were saved. If no administrator of yours"
                                + " changed it, somebody else did.",
                        "Check changes of its configuration, flows and mappers in the admin events. Then save the"
                                + " policy again, or remove it from trustedIdentityProviders."));
    }
}
