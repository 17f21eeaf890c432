package io.github.keycloaktwofactor.challenge;

import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The levels of authentication ({@code acr}) that a flow grants (step-up). */
final class AuthenticationLevels {

    private AuthenticationLevels() {}

    /** Whether the browser flow grants levels, requested by the client or not. */
    static boolean given(AuthenticationSessionModel authentication) {
        AuthenticationFlowModel flow = AuthenticationFlowResolver.resolveBrowserFlow(authentication);
        return givenByPolicy(authentication) || (flow != null && asked(authentication.getRealm(), flow.getId()));
    }

    /** Whether a client policy has selected the flow, and the whole flow grants a level. */
    static boolean givenByPolicy(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(Constants.AUTHENTICATION_FLOW_LEVEL_OF_AUTHENTICATION) != null;
    }

    /** Whether the step asks for the level that has been reached, and notes the next. */
    static boolean isCondition(AuthenticationExecutionModel step) {
        return step.isEnabled() && ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator());
    }

    private static boolean asked(RealmModel realm, String flow) {
        return realm.getAuthenticationExecutionsStream(flow)
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? step.isEnabled() && asked(realm, step.getFlowId())
                        : isCondition(step));
    }
}
