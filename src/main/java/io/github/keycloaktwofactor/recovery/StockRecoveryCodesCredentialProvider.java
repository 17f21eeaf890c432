package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.passkey.FactorChange;
import io.github.keycloaktwofactor.passkey.KeyCredentials;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/**
 * Takes the place of the stock provider of Keycloak's own recovery codes: none are added to or taken from an account
 * without its second factor. Stock while the guard is off in the realm.
 */
final class StockRecoveryCodesCredentialProvider extends RecoveryAuthnCodesCredentialProvider {

    private final KeycloakSession session;
    private final KeyCredentials credentials;

    StockRecoveryCodesCredentialProvider(KeycloakSession session) {
        super(session);
        this.session = session;
        this.credentials = new KeyCredentials(session);
    }

    /** Keycloak's page for them catches nothing. */
    @Override
    public CredentialModel createCredential(
            RealmModel realm, UserModel user, RecoveryAuthnCodesCredentialModel credential) {
        FactorChange.of(session, realm, user).ifPresent(change -> change.demandOnPage(getType()));
        return super.createCredential(realm, user, credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return credentials.remove(realm, user, () -> super.deleteCredential(realm, user, credentialId));
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return credentials.metadata(context, super.getCredentialTypeMetadata(context));
    }
}
