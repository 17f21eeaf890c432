package io.github.keycloaktwofactor.totp;

import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;

/** Overrides {@code keycloak-otp}: of two factories with one id Keycloak takes the one with the higher order. */
public final class TwoFactorOtpCredentialProviderFactory extends OTPCredentialProviderFactory
        implements EnvironmentDependentProviderFactory {

    private static final Logger LOG = Logger.getLogger(TwoFactorOtpCredentialProviderFactory.class);

    /** Server option; false leaves Keycloak's own provider in its place. */
    private static final String OPTION = "two-factor";

    @Override
    public boolean isSupported(Config.Scope config) {
        return config == null || config.getBoolean(OPTION, true);
    }

    @Override
    public OTPCredentialProvider create(KeycloakSession session) {
        return new TwoFactorOtpCredentialProvider(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        LOG.infof("Two-Factor stands in for the credential provider %s", getId());
    }

    @Override
    public int order() {
        return 100;
    }
}
