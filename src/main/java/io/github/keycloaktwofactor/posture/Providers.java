package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Subject;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;

/** Identity providers as the subjects of findings. */
final class Providers {

    private Providers() {}

    static Subject subject(String alias) {
        return new Subject("identity-provider", alias, alias);
    }

    static Subject subject(IdentityProviderModel provider) {
        return subject(provider.getAlias());
    }

    /** The provider's first login flow: its own, or the realm's. */
    static @Nullable AuthenticationFlowModel firstLoginFlow(RealmFacts realm, IdentityProviderModel provider) {
        String own = provider.getFirstBrokerLoginFlowId();
        return own == null
                ? realm.realm().getFirstBrokerLoginFlow()
                : realm.realm().getAuthenticationFlowById(own);
    }
}
