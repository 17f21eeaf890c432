package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.policy.StandIn;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;

/** Puts the code page where flows name the stock OTP form, so that the default browser flow needs no change. */
public final class OtpFormStandInFactory extends OTPFormAuthenticatorFactory
        implements EnvironmentDependentProviderFactory {

    private static final Authenticator STEP = new TwoFactorChallengeAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return STEP;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return Set.of(RecoveryCodesCredentialModel.TYPE, TrustedDeviceCredentialModel.TYPE);
    }

    @Override
    public boolean isSupported(Config.Scope config) {
        return StandIn.wanted(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        StandIn.announce("authenticator", getId());
    }

    @Override
    public int order() {
        return StandIn.ORDER;
    }
}
