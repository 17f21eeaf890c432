package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Lets Keycloak list, check and delete sets of recovery codes. */
final class RecoveryCodesCredentialProvider
        implements CredentialProvider<RecoveryCodesCredentialModel>, CredentialInputValidator {

    private final KeycloakSession session;

    RecoveryCodesCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return RecoveryCodesCredentialModel.TYPE;
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return getType().equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type) && RecoveryCodes.set(user).isPresent();
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        String typed = input.getChallengeResponse();
        if (typed == null) {
            return false;
        }
        return TwoFactorPolicy.of(realm)
                .flatMap(settings -> RecoveryCode.parse(typed)
                        .map(code -> new RecoveryCodes(session, realm, user, settings, ServerClock.INSTANCE)
                                .check(code, null)
                                .accepted()))
                .orElse(false);
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, RecoveryCodesCredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public RecoveryCodesCredentialModel getCredentialFromModel(CredentialModel model) {
        return RecoveryCodesCredentialModel.from(model);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("two-factor-recovery-codes-display-name")
                .helpText("two-factor-recovery-codes-help-text")
                .iconCssClass("kcAuthenticatorRecoveryAuthnCodesClass")
                .updateAction(getType())
                .removeable(false)
                .build(session);
    }
}
