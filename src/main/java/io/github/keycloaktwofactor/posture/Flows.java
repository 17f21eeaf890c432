package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.challenge.TwoFactorChallengeAuthenticatorFactory;
import io.github.keycloaktwofactor.challenge.TwoFactorDirectGrantAuthenticatorFactory;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.browser.ConditionalOtpFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** The steps of a realm's authentication flows. */
final class Flows {

    /**
     * The authenticators that ask for a code in a browser: ours, and those of Keycloak that ours override or verify.
     */
    private static final Set<String> CODE_STEPS = Set.of(
            TwoFactorChallengeAuthenticatorFactory.ID,
            OTPFormAuthenticatorFactory.PROVIDER_ID,
            ConditionalOtpFormAuthenticatorFactory.PROVIDER_ID);

    /** The authenticators that ask for a code in the password grant. */
    private static final Set<String> GRANT_CODE_STEPS =
            Set.of(TwoFactorDirectGrantAuthenticatorFactory.ID, ValidateOTP.PROVIDER_ID);

    private final RealmModel realm;

    Flows(RealmModel realm) {
        this.realm = realm;
    }

    /** All steps of a flow and its subflows that are not disabled, nor part of a disabled subflow. */
    Stream<AuthenticationExecutionModel> steps(@Nullable AuthenticationFlowModel flow) {
        return flow == null ? Stream.empty() : steps(flow.getId());
    }

    private Stream<AuthenticationExecutionModel> steps(String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(AuthenticationExecutionModel::isEnabled)
                .flatMap(step -> step.isAuthenticatorFlow() ? steps(step.getFlowId()) : Stream.of(step));
    }

    /** Whether a browser flow has a step that asks for a code. */
    boolean asksForCode(@Nullable AuthenticationFlowModel flow) {
        return hasOneOf(flow, CODE_STEPS);
    }

    /** Whether a direct grant flow has a step that asks for a code. */
    boolean grantAsksForCode(@Nullable AuthenticationFlowModel flow) {
        return hasOneOf(flow, GRANT_CODE_STEPS);
    }

    boolean hasOneOf(@Nullable AuthenticationFlowModel flow, Set<String> authenticators) {
        return steps(flow).anyMatch(step -> authenticators.contains(step.getAuthenticator()));
    }

    static Subject subject(AuthenticationFlowModel flow) {
        return new Subject("flow", flow.getId(), flow.getAlias());
    }
}
