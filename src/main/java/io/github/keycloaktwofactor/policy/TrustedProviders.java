package io.github.keycloaktwofactor.policy;

import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/** The identity providers whose word the policy takes. */
public final class TrustedProviders {

    private TrustedProviders() {}

    /** Whether the policy names the identity provider now, and the realm still has it, enabled. */
    public static boolean trust(KeycloakSession session, PolicySettings settings, String alias) {
        if (!settings.trustedIdentityProviders().contains(alias)) {
            return false;
        }
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider != null && provider.isEnabled();
    }
}
