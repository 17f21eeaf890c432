package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.factor.FactorChange;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Overrides the stock provider, so that every check of a one-time password on the server goes through our verifier, and
 * no sign-in without the second factor adds a key to an enrolled account. Stock while the guard is
 * off in the realm.
 */
final class TwoFactorOtpCredentialProvider extends OTPCredentialProvider {

    TwoFactorOtpCredentialProvider(KeycloakSession session) {
        super(session);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(realm);
        if (policy.isEmpty()) {
            return super.isValid(realm, user, input);
        }
        TotpCheck check = new TotpCheck(session, realm, user, policy.get(), ServerClock.INSTANCE);
        boolean valid = TypedCode.of(input.getChallengeResponse())
                .digits()
                .filter(check::takes)
                .map(digits -> check.check(digits, signIn(user)).accepted())
                .orElse(false);
        check.keepCounter();
        return valid;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, OTPCredentialModel credential) {
        FactorChange.of(session, realm, user).ifPresent(change -> change.demandOnPage(getType()));
        SignIn signIn = signIn(user);
        CredentialModel created = super.createCredential(realm, user, credential);
        if (signIn != null) {
            signIn.added(created.getId());
        }
        return created;
    }

    /**
     * The buttons in the account console lead to our page, which also generates recovery codes, and applies the policy before
     * it replaces or removes anything. Keycloak also calls this to decide whether a credential may be deleted through the
     * account REST resource or the action {@code delete_credential}, which only require a session. The last authenticator,
     * and with it two-factor, can therefore only be removed on our page.
     */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        RealmModel realm = session.getContext().getRealm();
        if (TwoFactorPolicy.of(realm).isEmpty()) {
            return super.getCredentialTypeMetadata(context);
        }
        UserModel user = context.getUser();
        int enrolled = user == null ? 0 : Authenticators.of(user).size();
        boolean ours = TwoFactorPolicy.setsUp(realm);
        boolean several = enrolled > 1;
        var metadata = CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("otp-display-name")
                .helpText("otp-help-text")
                .iconCssClass("kcAuthenticatorOTPClass")
                .removeable((several || !ours) && mayRemove(realm, user));
        String action = ours ? TwoFactorPolicy.SET_UP_ID : UserModel.RequiredAction.CONFIGURE_TOTP.toString();
        return (ours && enrolled > 0 ? metadata.updateAction(action) : metadata.createAction(action)).build(session);
    }

    /** Without a label of its own the console would call an authenticator by its type, which is "otp". */
    @Override
    public CredentialMetadata getCredentialMetadata(OTPCredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = super.getCredentialMetadata(credential, type);
        if (TwoFactorPolicy.setsUp(session.getContext().getRealm())
                && (credential.getUserLabel() == null
                        || credential.getUserLabel().isBlank())) {
            credential.setUserLabel("two-factor-otp-label");
        }
        return metadata;
    }

    private boolean mayRemove(RealmModel realm, @Nullable UserModel user) {
        return user != null
                && FactorChange.of(session, realm, user)
                        .filter(FactorChange::offered)
                        .isPresent();
    }

    private @Nullable SignIn signIn(UserModel user) {
        return SignIn.of(session, user, ServerClock.INSTANCE).orElse(null);
    }
}
