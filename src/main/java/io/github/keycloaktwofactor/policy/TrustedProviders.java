package io.github.keycloaktwofactor.policy;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The identity providers that the policy trusts. */
public final class TrustedProviders {

    private static final LogOnce LOG = new LogOnce(Logger.getLogger(TwoFactorPolicy.class));

    private TrustedProviders() {}

    /**
     * Whether the policy names the identity provider now, and the realm still has it, enabled, and configured as it was
     * when the policy was saved.
     */
    public static boolean trust(KeycloakSession session, PolicySettings settings, String alias) {
        if (!settings.trustedIdentityProviders().contains(alias)) {
            return false;
        }
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider != null && provider.isEnabled() && isAsSaved(session, settings, provider);
    }

    /** Whether an address from the provider counts as verified (Trust Email). */
    public static boolean trustsEmail(IdentityProviderModel provider) {
        return ProviderFingerprint.trustsEmail(provider);
    }

    /** Logs which of them are no longer trusted, before anyone signs in through one. */
    public static void lookAtAll(KeycloakSession session, RealmModel realm, PolicySettings settings) {
        session.getContext().setRealm(realm);
        settings.trustedIdentityProviders().forEach(alias -> {
            if (session.identityProviders().getByAlias(alias) == null) {
                LOG.warn(
                        realm,
                        "%s names %s, which the realm does not have: it is trusted with nobody"
                                .formatted(Setting.TRUSTED_IDENTITY_PROVIDERS.key(), SettingProblem.quote(alias)));
            }
            trust(session, settings, alias);
        });
    }

    private static boolean isAsSaved(KeycloakSession session, PolicySettings settings, IdentityProviderModel provider) {
        RealmModel realm = session.getContext().getRealm();
        String saved = settings.saved().providerFingerprints().get(provider.getAlias());
        String now = ProviderFingerprint.of(session, realm, provider);
        if (now.equals(saved)) {
            return true;
        }
        LOG.warn(realm, problem(provider.getAlias(), saved, now));
        return false;
    }

    private static String problem(String alias, @Nullable String saved, String now) {
        return "%s names %s, %s: it is trusted with nobody until the settings are saved again (fingerprint now: %s)"
                .formatted(
                        Setting.TRUSTED_IDENTITY_PROVIDERS.key(),
                        SettingProblem.quote(alias),
                        saved == null
                                ? "and no fingerprint of its configuration is stored with the settings"
                                : "whose configuration was changed after the settings were saved",
                        now);
    }
}
