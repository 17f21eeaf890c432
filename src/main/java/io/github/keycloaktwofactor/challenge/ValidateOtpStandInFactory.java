package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.policy.StandIn;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;

/** Puts our check where flows of the password grant name the stock one. */
public final class ValidateOtpStandInFactory extends TwoFactorDirectGrantAuthenticator
        implements EnvironmentDependentProviderFactory {

    @Override
    public boolean isSupported(Config.Scope config) {
        return StandIn.wanted(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        StandIn.announce("authenticator", getId());
    }

    @Override
    public int order() {
        return StandIn.ORDER;
    }
}
