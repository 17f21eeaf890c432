package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.broker.IdpAutoLinkAuthenticatorFactory;

/** Accounts are linked on the identity provider's word alone. */
final class ProviderLinksAlone implements Check {

    @Override
    public String id() {
        return "provider-links-alone";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.providers()
                .filter(provider -> realm.flows()
                        .hasOneOf(
                                Providers.firstLoginFlow(realm, provider),
                                Set.of(IdpAutoLinkAuthenticatorFactory.PROVIDER_ID)))
                .limit(MOST)
                .map(
                        provider -> finding(
                                Severity.HIGH,
                                Providers.subject(provider),
                                "The flow of a first sign-in through this provider links an account of the same"
                                        + " name or address without asking its owner. Anyone who can get such an"
                                        + " account there can sign in as a user of this realm who has set up"
                                        + " nothing.",
                                "Use Confirm link existing account and a verification by e-mail in place of Automatically set existing user."));
    }
}
