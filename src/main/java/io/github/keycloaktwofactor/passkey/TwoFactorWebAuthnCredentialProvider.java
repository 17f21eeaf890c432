package io.github.keycloaktwofactor.passkey;

import com.webauthn4j.converter.util.ObjectConverter;
import io.github.keycloaktwofactor.factor.ProtectedCredentials;
import org.keycloak.authentication.authenticators.browser.WebAuthnMetadataService;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Overrides the stock provider for security keys: adding or removing one needs the account's second factor, and the sign-in records
 * which one it used. Stock while the guard is off in the realm.
 */
final class TwoFactorWebAuthnCredentialProvider extends WebAuthnCredentialProvider {

    private final KeyCredentials keys;
    private final ProtectedCredentials credentials;

    TwoFactorWebAuthnCredentialProvider(
            KeycloakSession session, WebAuthnMetadataService metadata, ObjectConverter converter) {
        super(session, metadata, converter);
        this.keys = new KeyCredentials(session);
        this.credentials = new ProtectedCredentials(session);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        boolean valid = super.isValid(realm, user, input);
        if (valid) {
            keys.used(realm, user, input);
        }
        return valid;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, WebAuthnCredentialModel credential) {
        return keys.add(realm, user, () -> super.createCredential(realm, user, credential));
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
