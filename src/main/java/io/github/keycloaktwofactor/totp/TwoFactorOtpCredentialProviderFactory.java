package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Overrides {@code keycloak-otp}, so that every check of a one-time password goes through our verifier. */
public final class TwoFactorOtpCredentialProviderFactory extends OTPCredentialProviderFactory {

    private final StockOverride standIn = new StockOverride();

    @Override
    public OTPCredentialProvider create(KeycloakSession session) {
        return standIn.inPlace() ? new TwoFactorOtpCredentialProvider(session) : super.create(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        standIn.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        standIn.announce("credential provider", getId());
    }

    @Override
    public int order() {
        return StockOverride.ORDER;
    }
}
