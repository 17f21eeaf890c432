package io.github.keycloaktwofactor.recovery;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the credential provider of recovery codes; its id is the credential type. */
public final class RecoveryCodesCredentialProviderFactory
        implements CredentialProviderFactory<CredentialProvider<RecoveryCodesCredentialModel>> {

    @Override
    public CredentialProvider<RecoveryCodesCredentialModel> create(KeycloakSession session) {
        return new RecoveryCodesCredentialProvider(session);
    }

    @Override
    public String getId() {
        return RecoveryCodesCredentialModel.TYPE;
    }
}
