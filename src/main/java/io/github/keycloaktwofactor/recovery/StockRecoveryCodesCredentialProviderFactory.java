package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Overrides {@code keycloak-recovery-authn-codes}, so that a password alone neither adds nor deletes such codes. */
public final class StockRecoveryCodesCredentialProviderFactory extends RecoveryAuthnCodesCredentialProviderFactory {

    private final StockOverride standIn = new StockOverride();

    @Override
    public RecoveryAuthnCodesCredentialProvider create(KeycloakSession session) {
        return standIn.inPlace() ? new StockRecoveryCodesCredentialProvider(session) : super.create(session);
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
