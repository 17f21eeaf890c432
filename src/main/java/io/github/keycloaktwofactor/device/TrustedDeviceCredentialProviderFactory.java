package io.github.keycloaktwofactor.device;

import java.security.SecureRandom;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the credential provider of trusted devices; its id is the credential type. */
public final class TrustedDeviceCredentialProviderFactory
        implements CredentialProviderFactory<CredentialProvider<TrustedDeviceCredentialModel>> {

    private final SecureRandom random = new SecureRandom();

    @Override
    public CredentialProvider<TrustedDeviceCredentialModel> create(KeycloakSession session) {
        return new TrustedDeviceCredentialProvider(session, random);
    }

    @Override
    public String getId() {
        return TrustedDeviceCredentialModel.TYPE;
    }
}
