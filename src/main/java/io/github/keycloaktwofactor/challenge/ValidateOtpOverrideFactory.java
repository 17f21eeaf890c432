package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Puts our check where flows of the password grant name the stock one. */
public final class ValidateOtpOverrideFactory extends TwoFactorDirectGrantAuthenticator {

    private static final Authenticator STOCK = new ValidateOTP();

    private final StockOverride override = new StockOverride();

    @Override
    public Authenticator create(KeycloakSession session) {
        return override.inPlace() ? super.create(session) : STOCK;
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        override.announce("authenticator", getId());
    }

    @Override
    public int order() {
        return StockOverride.ORDER;
    }
}
