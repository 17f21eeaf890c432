package io.github.keycloaktwofactor.broker;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Registers the credential provider of verified links; its id is the credential type. */
public final class VerifiedLinkCredentialProviderFactory
        implements CredentialProviderFactory<CredentialProvider<CredentialModel>> {

    @Override
    public CredentialProvider<CredentialModel> create(KeycloakSession session) {
        return new VerifiedLinkCredentialProvider(session);
    }

    @Override
    public String getId() {
        return VerifiedLinks.TYPE;
    }
}
