package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** Lets Keycloak list, check and delete sets of recovery codes. */
final class RecoveryCodesCredentialProvider
        implements CredentialProvider<RecoveryCodesCredentialModel>, CredentialInputValidator {

    private final KeycloakSession session;
    /** Whose credentials are listed: Keycloak asks about the type first, and only then about each credential. */
    private @Nullable UserModel owner;

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

    /** In the account console: new codes for users who have a set, a first set for users who have only an authenticator. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        UserModel user = context.getUser();
        owner = user;
        var metadata = CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("two-factor-recovery-codes-display-name")
                .helpText("two-factor-recovery-codes-help-text")
                .iconCssClass("kcAuthenticatorRecoveryAuthnCodesClass")
                .removeable(false);
        if (user != null && RecoveryCodes.set(user).isPresent()) {
            metadata.updateAction(getType());
        } else if (user != null && user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            metadata.createAction(getType());
        }
        return metadata.build(session);
    }

    @Override
    public CredentialMetadata getCredentialMetadata(
            RecoveryCodesCredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        credential.setUserLabel("two-factor-recovery-codes-display-name");
        UserModel listed = owner;
        Optional<PolicySettings> policy =
                TwoFactorPolicy.of(session.getContext().getRealm());
        if (listed != null && policy.isPresent()) {
            tellLeft(metadata, credential, listed, policy.get());
        }
        return metadata;
    }

    private void tellLeft(
            CredentialMetadata metadata, RecoveryCodesCredentialModel set, UserModel user, PolicySettings settings) {
        RealmModel realm = session.getContext().getRealm();
        int left = new RecoveryCodes(session, realm, user, settings, ServerClock.INSTANCE).left(set);
        metadata.setInfoMessage("two-factor-account-codes-left", Integer.toString(left), Integer.toString(set.count()));
        if (left == 0) {
            metadata.setWarningMessageTitle("two-factor-account-codes-none");
            metadata.setWarningMessageDescription("two-factor-account-codes-none-help");
        } else if (settings.codes().few(left, set.count())) {
            metadata.setWarningMessageTitle("two-factor-account-codes-low", Integer.toString(left));
            metadata.setWarningMessageDescription("two-factor-account-codes-low-help");
        } else if (!set.acknowledged()) {
            metadata.setWarningMessageTitle("two-factor-account-codes-unsaved");
            metadata.setWarningMessageDescription("two-factor-account-codes-unsaved-help");
        }
    }
}
