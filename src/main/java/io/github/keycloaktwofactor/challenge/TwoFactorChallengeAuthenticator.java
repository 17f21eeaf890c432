package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The code page as a step of a browser flow; it also overrides the stock OTP form. While the guard is off in the realm, it
 * behaves exactly like the stock form.
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

    /**
     * Sends users without an authenticator to our set-up page. Users of whom the policy requires two-factor are left to the
     * guard. Exempt users are sent only if the flow grants a level of authentication ({@code acr}): Keycloak would otherwise
     * count the skipped step as passed, and an exemption never raises the level.
     */
    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        Obligation obligation = TwoFactorPolicy.of(realm)
                .map(settings -> TwoFactorPolicy.obligation(session, realm, user, settings))
                .orElse(Obligation.NOT_REQUIRED);
        switch (obligation) {
            case REQUIRED -> {}
            case EXEMPT -> {
                if (AuthenticationLevels.given(session.getContext().getAuthenticationSession())) {
                    setUp(session, realm, user);
                }
            }
            // The flow itself demands a factor here, whatever the policy requires.
            case REPORTED, NOT_REQUIRED -> setUp(session, realm, user);
        }
    }

    private void setUp(KeycloakSession session, RealmModel realm, UserModel user) {
        if (TwoFactorPolicy.setsUp(realm)) {
            session.getContext().getAuthenticationSession().addRequiredAction(TwoFactorPolicy.SET_UP_ID);
        } else {
            super.setRequiredActions(session, realm, user);
        }
    }

    /** Keycloak checks this before it sends a user without an authenticator to set one up. */
    @Override
    public List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
        return TwoFactorPolicy.setsUp(session.getContext().getRealm())
                ? List.of((RequiredActionFactory) session.getKeycloakSessionFactory()
                        .getProviderFactory(RequiredActionProvider.class, TwoFactorPolicy.SET_UP_ID))
                : super.getRequiredActions(session);
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
