package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.challenge.Restart;
import io.github.keycloaktwofactor.challenge.Visit;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sends a sign-in through the realm's own browser flow, where a person can use the factor that they own. The flow of
 * the client may have no place for it.
 */
final class OwnFlow {

    private OwnFlow() {}

    static Response restart(Visit visit) {
        AuthenticationSessionModel authentication = visit.authentication();
        if (!OIDCLoginProtocol.LOGIN_PROTOCOL.equals(authentication.getProtocol())) {
            return Restart.of(visit.session(), authentication);
        }
        RealmModel realm = visit.realm();
        AuthenticationProcessor.resetFlow(authentication, LoginActionsService.AUTHENTICATE_PATH);
        authentication.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        authentication.setAuthNote(
                Constants.REQUESTED_AUTHENTICATION_FLOW, realm.getBrowserFlow().getAlias());
        return visit.redirect(LoginActionsService.AUTHENTICATE_PATH, null);
    }
}
