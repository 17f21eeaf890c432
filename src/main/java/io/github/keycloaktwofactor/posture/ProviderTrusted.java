package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** A sign-in through an identity provider needs no second factor here. */
final class ProviderTrusted implements Check {

    @Override
    public String id() {
        return "provider-trusted";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.settings().trustedIdentityProviders().stream()
                .filter(alias -> TrustedProviders.trust(realm.session(), realm.settings(), alias))
                .limit(MOST)
                .map(alias -> finding(
                        Severity.LOW,
                        Providers.subject(alias),
                        "Users who come through this provider are asked for no second factor here, unless they own"
                                + " one: the second factor is only as strong as what the provider asks for."
                                + " Administrators of the provider can sign in as any of its users.",
                        "Make sure that the provider asks everyone for a second factor, or remove it from"
                                + " trustedIdentityProviders."));
    }
}
