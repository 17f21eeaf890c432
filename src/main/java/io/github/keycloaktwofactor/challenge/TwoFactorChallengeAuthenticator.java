package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticator;

/**
 * The code page as a step of a browser flow; it also takes the place of the stock OTP form. While the guard is off in
 * the realm it is the stock form to the last detail.
 */
final class TwoFactorChallengeAuthenticator extends OTPFormAuthenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        ours(context, CodeStep::authenticate, super::authenticate);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        ours(context, CodeStep::action, super::action);
    }

    private static void ours(
            AuthenticationFlowContext context, Consumer<CodeStep> ours, Consumer<AuthenticationFlowContext> stock) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(context.getRealm());
        if (policy.isPresent()) {
            ours.accept(new CodeStep(context, policy.get()));
        } else {
            stock.accept(context);
        }
    }
}
