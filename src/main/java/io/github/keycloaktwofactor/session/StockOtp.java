package io.github.keycloaktwofactor.session;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;

/**
 * A code that was checked by Keycloak's own authenticators, as while the guard is off. Keycloak records in a session
 * which executions succeeded, and when.
 */
final class StockOtp {

    private static final Set<String> STEPS = Set.of(OTPFormAuthenticatorFactory.PROVIDER_ID, ValidateOTP.PROVIDER_ID);

    private final UserSessionModel session;

    StockOtp(UserSessionModel session) {
        this.session = session;
    }

    /**
     * Whether such an execution succeeded in the session, and its user still has an authenticator from that time. In
     * brokered sessions mappers can write that record, and another user may have passed the step.
     */
    boolean passed() {
        return !isBrokered()
                && passedSteps().entrySet().stream()
                        .filter(step -> isOtp(step.getKey()))
                        .map(Map.Entry::getValue)
                        .anyMatch(this::stillHasAuthenticatorOf);
    }

    /** By execution id, with the second in which each was passed; empty if the record is unreadable. */
    private Map<String, Integer> passedSteps() {
        try {
            Map<String, Integer> steps =
                    AuthenticatorUtils.parseCompletedExecutions(session.getNote(Constants.AUTHENTICATORS_COMPLETED));
            return steps == null ? Map.of() : steps;
        } catch (IllegalStateException e) {
            return Map.of();
        }
    }

    private boolean isBrokered() {
        return session.getBrokerUserId() != null
                || session.getBrokerSessionId() != null
                || session.getNote(Details.IDENTITY_PROVIDER) != null
                || session.getNote(IdentityProvider.EXTERNAL_IDENTITY_PROVIDER) != null;
    }

    /** A step that has been deleted does not count: its type is unknown. */
    private boolean isOtp(String execution) {
        AuthenticationExecutionModel step = session.getRealm().getAuthenticationExecutionById(execution);
        return step != null && STEPS.contains(step.getAuthenticator());
    }

    private boolean stillHasAuthenticatorOf(int second) {
        return session.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(FactorTypes.OTP)
                .map(CredentialModel::getCreatedDate)
                .anyMatch(created ->
                        created != null && !Instant.ofEpochMilli(created).isAfter(Instant.ofEpochSecond(second)));
    }
}
