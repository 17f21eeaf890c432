package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Email addresses from an identity provider count as verified. */
final class ProviderTrustsEmail implements Check {

    @Override
    public String id() {
        return "provider-trusts-email";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.providers()
                .filter(TrustedProviders::trustsEmail)
                .limit(MOST)
                .map(provider -> finding(
                        Severity.MEDIUM,
                        Providers.subject(provider),
                        "Trust Email is on: an address from this provider counts as verified, so mails about"
                                + " changes go there, and users who register through it do not verify it here.",
                        "Disable Trust Email unless the provider verifies every address itself."));
    }
}
