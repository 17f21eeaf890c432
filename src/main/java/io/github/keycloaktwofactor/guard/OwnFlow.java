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

    /** Id of the person who was sent. */
    private static final String SENT = "two-factor.own-flow";

    private OwnFlow() {}

    /**
     * Whether somebody else came back than was sent. Whoever was sent had passed the client's own flow, or one that a
     * client policy chose, and nobody may come in by the realm's in their place.
     */
    static boolean isTakenByAnother(Visit visit) {
        String sent = visit.authentication().getAuthNote(SENT);
        return sent != null && !sent.equals(visit.user().getId());
    }

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
        authentication.setAuthNote(SENT, visit.user().getId());
        return visit.redirect(LoginActionsService.AUTHENTICATE_PATH, null);
    }
}
