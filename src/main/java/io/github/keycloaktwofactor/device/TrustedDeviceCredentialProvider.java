package io.github.keycloaktwofactor.device;

import java.security.SecureRandom;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Lets Keycloak list and delete trusted devices. They are not credentials that users can enter. */
final class TrustedDeviceCredentialProvider implements CredentialProvider<TrustedDeviceCredentialModel> {

    private final KeycloakSession session;
    private final SecureRandom random;

    TrustedDeviceCredentialProvider(KeycloakSession session, SecureRandom random) {
        this.session = session;
        this.random = random;
    }

    static SecureRandom random(KeycloakSession session) {
        CredentialProvider<?> provider =
                session.getProvider(CredentialProvider.class, TrustedDeviceCredentialModel.TYPE);
        return ((TrustedDeviceCredentialProvider) provider).random;
    }

    @Override
    public String getType() {
        return TrustedDeviceCredentialModel.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, TrustedDeviceCredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public TrustedDeviceCredentialModel getCredentialFromModel(CredentialModel model) {
        return TrustedDeviceCredentialModel.from(model);
    }

    /** The account console looks labels up in its messages. An imported row may have no label. */
    @Override
    public CredentialMetadata getCredentialMetadata(
            TrustedDeviceCredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        String label = credential.getUserLabel();
        if (label == null || label.isBlank() || label.startsWith(" ")) {
            credential.setUserLabel(DeviceLabel.UNKNOWN);
        }
        return metadata;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("two-factor-trusted-device-display-name")
                .helpText("two-factor-trusted-device-help-text")
                .iconCssClass("kcAuthenticatorDefaultClass")
                .removeable(true)
                .build(session);
    }
}
