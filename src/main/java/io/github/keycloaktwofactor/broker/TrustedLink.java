package io.github.keycloaktwofactor.broker;

import io.github.keycloaktwofactor.factor.UsableKeys;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.totp.Authenticators;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Whether a stored link to an identity provider counts as a second factor. */
public final class TrustedLink {

    private TrustedLink() {}

    /**
     * Whether the provider and the link are trusted. For users who have a factor here, only a link with which they have passed
     * that factor before is trusted.
     */
    public static boolean vouches(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PolicySettings settings,
            FederatedIdentityModel link) {
        return TrustedProviders.trust(session, settings, link.getIdentityProvider())
                && (!ownsFactor(session, realm, user, settings)
                        || VerifiedLinks.of(user).contain(link));
    }

    private static boolean ownsFactor(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return !Authenticators.of(user).isEmpty() || new UsableKeys(session, realm, user, settings).owned();
    }
}
