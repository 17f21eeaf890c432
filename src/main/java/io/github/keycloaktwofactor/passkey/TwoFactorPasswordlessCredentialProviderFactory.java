package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Overrides {@code keycloak-webauthn-passwordless}, so that a password alone neither adds nor deletes a passkey of somebody's. */
public final class TwoFactorPasswordlessCredentialProviderFactory
        extends WebAuthnPasswordlessCredentialProviderFactory {

    private final StockOverride standIn = new StockOverride();

    /** Keycloak's own returns the raw type. */
    @Override
    @SuppressWarnings("rawtypes")
    public CredentialProvider create(KeycloakSession session) {
        return standIn.inPlace()
                ? new TwoFactorPasswordlessCredentialProvider(
                        session, getMetadataService(), createOrGetObjectConverter())
                : super.create(session);
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
