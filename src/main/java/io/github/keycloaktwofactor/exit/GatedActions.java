package io.github.keycloaktwofactor.exit;

import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.DeleteAccount;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.authentication.requiredactions.RecoveryAuthnCodesAction;
import org.keycloak.authentication.requiredactions.TermsAndConditions;
import org.keycloak.authentication.requiredactions.UpdateEmail;
import org.keycloak.authentication.requiredactions.UpdatePassword;
import org.keycloak.authentication.requiredactions.UpdateProfile;
import org.keycloak.authentication.requiredactions.UpdateTotp;
import org.keycloak.authentication.requiredactions.UpdateUserLocaleAction;
import org.keycloak.authentication.requiredactions.VerifyEmail;
import org.keycloak.authentication.requiredactions.VerifyUserProfile;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.models.KeycloakSession;

/**
 * Overrides of Keycloak's own required actions, each with the decision before its post if the entry cannot make it.
 * Their {@code order()} stays Keycloak's, as does that of the login forms.
 */
public final class GatedActions {

    private GatedActions() {}

    public static final class GatedUpdatePassword extends UpdatePassword {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedUpdateProfile extends UpdateProfile {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedVerifyUserProfile extends VerifyUserProfile {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedVerifyEmail extends VerifyEmail {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedUpdateEmail extends UpdateEmail {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedTermsAndConditions extends TermsAndConditions {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedUpdateUserLocale extends UpdateUserLocaleAction {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedDeleteAccount extends DeleteAccount {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedDeleteCredential extends DeleteCredentialAction {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedUpdateTotp extends UpdateTotp {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedRecoveryAuthnCodes extends RecoveryAuthnCodesAction {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedWebAuthnRegister extends WebAuthnRegisterFactory {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedWebAuthnPasswordlessRegister extends WebAuthnPasswordlessRegisterFactory {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }

    public static final class GatedIdpLink extends IdpLinkAction {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return Gate.before(super.create(session), session, getId());
        }
    }
}
