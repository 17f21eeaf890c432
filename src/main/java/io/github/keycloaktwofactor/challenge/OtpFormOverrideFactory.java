package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.keycloak.StockOverride;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Puts the code page where flows name the stock OTP form, so that the default browser flow needs no change. */
public final class OtpFormOverrideFactory extends OTPFormAuthenticatorFactory {

    private static final Authenticator STEP = new TwoFactorChallengeAuthenticator();

    private final StockOverride override = new StockOverride();

    @Override
    public Authenticator create(KeycloakSession session) {
        return override.inPlace() ? STEP : super.create(session);
    }

    /** The account REST resource names these types, with {@code user-credentials=false} also to who has none. */
    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return override.inPlace()
                        && TwoFactorPolicy.of(session.getContext().getRealm()).isPresent()
                ? Set.of(RecoveryCodesCredentialModel.TYPE, TrustedDeviceCredentialModel.TYPE)
                : super.getOptionalReferenceCategories(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        override.announce("authenticator", getId());
    }

    @Override
    public int order() {
        return StockOverride.ORDER;
    }
}
