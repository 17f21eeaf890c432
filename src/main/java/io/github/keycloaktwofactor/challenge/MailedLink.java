package io.github.keycloaktwofactor.challenge;

import java.util.Set;
import org.keycloak.TokenVerifier;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.common.VerificationException;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a sign-in was begun by a link that was mailed to the user: of a forgotten password, or of actions that an
 * administrator asks for. Other links of Keycloak do not count: some of them go elsewhere than to the user's mailbox.
 */
final class MailedLink {

    private static final Set<String> MAILED =
            Set.of(ResetCredentialsActionToken.TOKEN_TYPE, ExecuteActionsActionToken.TOKEN_TYPE);

    private MailedLink() {}

    static boolean brought(Visit visit) {
        AuthenticationSessionModel authentication = visit.authentication();
        return visit.user().getId().equals(authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))
                && MAILED.contains(type(authentication.getAuthNote(Constants.KEY)));
    }

    /** Of a token that Keycloak has verified before it noted it. */
    private static String type(String token) {
        try {
            return TokenVerifier.create(token, DefaultActionTokenKey.class)
                    .getToken()
                    .getActionId();
        } catch (VerificationException e) {
            return "";
        }
    }
}
