package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Prompt;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sends a sign-in through the realm's browser flow, where the user can use the factor that they own. The client's flow
 * may have no step for it.
 */
final class BrowserFlowDetour {

    /** Client note with the level that the client asked for, while a higher one is requested during the detour. */
    private static final String LEVEL = "two-factor.own-flow.level";

    private BrowserFlowDetour() {}

    /**
     * Whether a different user came back than was sent. The one who was sent had passed the client's own flow, or one
     * that a client policy selected; nobody else may sign in through the realm's flow in their place.
     */
    static boolean isTakenByAnother(PageContext context) {
        String sent = SignInNote.DETOUR.in(context.authentication());
        return sent != null && !sent.equals(context.user().getId());
    }

    static Response restart(PageContext context) {
        AuthenticationSessionModel authentication = context.authentication();
        askForLevel(context);
        if (!OIDCLoginProtocol.LOGIN_PROTOCOL.equals(authentication.getProtocol())) {
            return Restart.of(context.session(), authentication);
        }
        RealmModel realm = context.realm();
        AuthenticationProcessor.resetFlow(authentication, LoginActionsService.AUTHENTICATE_PATH);
        Prompt.forLogin(authentication);
        authentication.setAuthNote(
                Constants.REQUESTED_AUTHENTICATION_FLOW, realm.getBrowserFlow().getAlias());
        SignInNote.DETOUR.put(authentication, context.user().getId());
        return context.redirect(LoginActionsService.AUTHENTICATE_PATH, null);
    }

    /** Ends the detour, back to the login page as it was. */
    static Response leave(PageContext context) {
        AuthenticationSessionModel authentication = context.authentication();
        String before = authentication.getClientNote(LEVEL);
        if (before != null) {
            authentication.removeClientNote(LEVEL);
            if (before.isEmpty()) {
                authentication.removeClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION);
            } else {
                authentication.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, before);
            }
        }
        return Restart.of(context.session(), authentication);
    }

    /** A flow with levels of authentication only runs the step for the factor if its level is requested (step-up). */
    private static void askForLevel(PageContext context) {
        AuthenticationSessionModel authentication = context.authentication();
        RealmModel realm = context.realm();
        Map<String, Integer> levels =
                LoAUtil.getCredentialTypesToLoAMap(context.session(), realm, realm.getBrowserFlow());
        int level = AcceptedPasskeys.types(context)
                .mapToInt(type -> levels.getOrDefault(type, Constants.NO_LOA))
                .max()
                .orElse(Constants.NO_LOA);
        String asked = authentication.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION);
        if (level > (asked == null ? Constants.NO_LOA : Integer.parseInt(asked))) {
            if (authentication.getClientNote(LEVEL) == null) {
                authentication.setClientNote(LEVEL, asked == null ? "" : asked);
            }
            authentication.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, Integer.toString(level));
        }
    }
}
