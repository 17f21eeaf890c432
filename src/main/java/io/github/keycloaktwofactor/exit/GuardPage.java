package io.github.keycloaktwofactor.exit;

import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The page of a sign-in that the guard has not passed. */
final class GuardPage {

    private GuardPage() {}

    static URI of(KeycloakSession session, AuthenticationSessionModel authentication) {
        return new AuthenticationFlowURLHelper(
                        session, authentication.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.REQUIRED_ACTION,
                        null,
                        authentication.getClient().getClientId(),
                        authentication.getTabId(),
                        AuthenticationProcessor.getClientData(session, authentication));
    }
}
