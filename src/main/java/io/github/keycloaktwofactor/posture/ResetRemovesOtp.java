package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.resetcred.ResetOTP;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;

/** Access to the mailbox is enough to remove authenticators. */
final class ResetRemovesOtp implements Check {

    private static final String ACTION = "action_on_otp_reset_flag";

    @Override
    public String id() {
        return "reset-removes-otp";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.realm().isResetPasswordAllowed()
                ? realm.flows()
                        .steps(realm.realm().getResetCredentialsFlow())
                        .filter(step -> ResetOTP.PROVIDER_ID.equals(step.getAuthenticator()) && removes(realm, step))
                        .limit(1)
                        .map(step -> finding(
                                Severity.HIGH,
                                Flows.subject(realm.realm().getResetCredentialsFlow()),
                                "The reset credentials flow removes authenticators as soon as the mailed link is"
                                        + " opened, before any code is asked for: access to the mailbox is enough to"
                                        + " remove two-factor.",
                                "Set the step Reset OTP of that flow to Remove none, or disable it."))
                : Stream.empty();
    }

    private static boolean removes(RealmFacts realm, AuthenticationExecutionModel step) {
        String configId = step.getAuthenticatorConfig();
        AuthenticatorConfigModel config =
                configId == null ? null : realm.realm().getAuthenticatorConfigById(configId);
        String action = config == null || config.getConfig() == null
                ? null
                : config.getConfig().get(ACTION);
        return "Remove one".equals(action) || "Remove all".equals(action);
    }
}
