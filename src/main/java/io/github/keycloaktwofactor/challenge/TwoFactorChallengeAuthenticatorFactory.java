package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import java.util.Set;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/** The code page as an execution for custom flows. */
public final class TwoFactorChallengeAuthenticatorFactory extends OTPFormAuthenticatorFactory {

    /** Provider id: a contract with flows and realm exports. */
    public static final String ID = "two-factor-challenge";

    private static final Authenticator STEP = new TwoFactorChallengeAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return STEP;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return Set.of(RecoveryCodesCredentialModel.TYPE, TrustedDeviceCredentialModel.TYPE);
    }

    @Override
    public String getDisplayType() {
        return "Two-Factor: code or recovery code";
    }

    @Override
    public String getHelpText() {
        return "Asks for a code from the authenticator app, or a recovery code.";
    }
}
