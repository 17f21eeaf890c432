package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** An identity provider has a post-login flow. */
final class ProviderPostLoginFlow implements Check {

    @Override
    public String id() {
        return "provider-post-login-flow";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.providers()
                .filter(provider -> provider.getPostBrokerLoginFlowId() != null)
                .limit(MOST)
                .map(provider -> finding(
                        Severity.LOW,
                        Providers.subject(provider),
                        "The provider has a post-login flow. If that flow asks for a code, users are asked"
                                + " once, even if the provider is trusted; anything else it asks for is no"
                                + " second factor here.",
                        "Remove the flow unless it serves another purpose: Two-Factor: policy asks after"
                                + " the provider."));
    }
}
