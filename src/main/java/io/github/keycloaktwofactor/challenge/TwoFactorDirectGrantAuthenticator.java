package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DirectGrant;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import io.github.keycloaktwofactor.totp.TypedCode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.common.Version;
import org.keycloak.events.Errors;
import org.keycloak.migration.ModelVersion;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Asks the password grant for a code: parameter {@code totp} (or {@code otp}) takes a one-time password or a recovery
 * code. A missing or wrong code gets the same response as a wrong password. Stock while the guard is off in the realm.
 */
class TwoFactorDirectGrantAuthenticator extends ValidateOTP {

    /** The status for a wrong password: 400 (RFC 6749 §5.2), before Keycloak 26.6 it was 401. */
    private static final int REFUSED =
            new ModelVersion(Version.VERSION).lessThan(new ModelVersion("26.6.0")) ? 401 : 400;

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(context.getRealm());
        if (policy.isEmpty()) {
            super.authenticate(context);
            return;
        }
        PolicySettings settings = policy.get();
        boolean enrolled = super.configuredFor(context.getSession(), context.getRealm(), context.getUser());
        if (!enrolled && !required(context.getSession(), context.getRealm(), context.getUser(), settings)) {
            context.attempted();
        } else if (!enrolled || settings.directGrant() == DirectGrant.DENY) {
            refuse(context, true);
        } else {
            check(context, settings);
        }
    }

    /**
     * Also true for users who are required to have two-factor and have not set it up: otherwise the stock flow would skip this
     * step, and its response would reveal that the password was right.
     */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return super.configuredFor(session, realm, user)
                || TwoFactorPolicy.of(realm)
                        .filter(settings -> required(session, realm, user, settings))
                        .isPresent();
    }

    private void check(AuthenticationFlowContext context, PolicySettings settings) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String typed = form.containsKey("otp") ? form.getFirst("otp") : form.getFirst("totp");
        PageContext pageContext = PageContext.of(context, settings);
        NewCodesOffer.none(context.getAuthenticationSession());
        try {
            AttemptResult result = new CodeChallenge(pageContext).checked(TypedCode.of(typed));
            if (result.accepted()) {
                context.success();
            } else {
                // Every other refusal has written its own event.
                refuse(context, result.verdict() == Verdict.EMPTY);
            }
        } catch (StateUnavailableException e) {
            Unavailable.tell(pageContext, e);
            context.forceChallenge(errorResponse(
                    Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
                    OAuthErrorException.TEMPORARILY_UNAVAILABLE,
                    "The code could not be checked"));
        }
    }

    private void refuse(AuthenticationFlowContext context, boolean withEvent) {
        if (withEvent) {
            context.getEvent().user(context.getUser()).error(Errors.INVALID_USER_CREDENTIALS);
        }
        Response response = errorResponse(REFUSED, "invalid_grant", "Invalid user credentials");
        // Not a failure for Keycloak: its brute force detection would lock the account.
        context.forceChallenge(response);
    }

    private static boolean required(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return TwoFactorPolicy.obligation(session, realm, user, settings) == Obligation.REQUIRED;
    }
}
