package io.github.keycloaktwofactor.totp;

import org.jboss.logging.Logger;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Overrides {@code keycloak-otp}: of two factories with one id Keycloak takes the one with the higher order. */
public final class TwoFactorOtpCredentialProviderFactory extends OTPCredentialProviderFactory {

    private static final Logger LOG = Logger.getLogger(TwoFactorOtpCredentialProviderFactory.class);

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
