package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.factor.FactorChange;
import io.github.keycloaktwofactor.factor.ProtectedCredentials;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.Optional;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/**
 * Overrides the stock provider for Keycloak's own recovery codes. Keycloak's form for them uses our counters, and what it
 * accepts from a user with an authenticator counts as the second factor; adding or removing them needs the account's
 * second factor. Stock while the guard is off in the realm.
 */
final class StockRecoveryCodesCredentialProvider extends RecoveryAuthnCodesCredentialProvider {

    private final KeycloakSession session;
    private final ProtectedCredentials credentials;

    StockRecoveryCodesCredentialProvider(KeycloakSession session) {
        super(session);
        this.session = session;
        this.credentials = new ProtectedCredentials(session);
    }

    /** Keycloak's page for them catches no exception. */
    @Override
    public CredentialModel createCredential(
            RealmModel realm, UserModel user, RecoveryAuthnCodesCredentialModel credential) {
        FactorChange.of(session, realm, user).ifPresent(change -> change.demandOnPage(getType()));
        CredentialModel created = super.createCredential(realm, user, credential);
        TwoFactorPolicy.of(realm)
                .ifPresent(settings -> new StockRecoveryCodes(session, realm, user, settings).renewed(created.getId()));
        return created;
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(realm);
        String typed = input.getChallengeResponse();
        if (policy.isEmpty() || typed == null) {
            return super.isValid(realm, user, input);
        }
        Optional<String> accepted = new StockRecoveryCodes(session, realm, user, policy.get()).check(typed);
        accepted.ifPresent(set -> leaveEvidence(user, set));
        return accepted.isPresent();
    }

    /** Recovery codes alone are no second factor: users without an authenticator are sent to the set-up. */
    private void leaveEvidence(UserModel user, String set) {
        SignIn.of(session, user, ServerClock.INSTANCE)
                .filter(signIn -> user.credentialManager()
                        .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                        .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId())))
                .ifPresent(signIn -> signIn.verified(EvidenceMethod.STOCK_RECOVERY_CODE, set));
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return credentials.remove(realm, user, () -> super.deleteCredential(realm, user, credentialId));
    }

    /** The account console offers a first set of one kind only: of ours, if both are enabled. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        CredentialTypeMetadata stock = super.getCredentialTypeMetadata(context);
        UserModel user = context.getUser();
        RealmModel realm = session.getContext().getRealm();
        boolean oursInstead = user != null
                && TwoFactorPolicy.of(realm).isPresent()
                && oursAreOn(realm)
                && !isConfiguredFor(realm, user, getType());
        return credentials.metadata(context, oursInstead ? credentials.withoutActions(stock) : stock);
    }

    private static boolean oursAreOn(RealmModel realm) {
        RequiredActionProviderModel ours = realm.getRequiredActionProviderByAlias(RecoveryCodesCredentialModel.TYPE);
        return ours != null && ours.isEnabled();
    }
}
