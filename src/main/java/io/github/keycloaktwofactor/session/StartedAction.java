package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Which required action an application, or the person in the account console, has started: {@code kc_action}. */
public final class StartedAction {

    private StartedAction() {}

    /** The action that was asked for, be it done or still to come; null if none was. */
    public static @Nullable String asked(AuthenticationSessionModel authentication) {
        return authentication.getClientNote(Constants.KC_ACTION);
    }

    /** Whether that action has come to its turn. */
    public static boolean isExecuting(AuthenticationSessionModel authentication, String action) {
        return action.equals(authentication.getClientNote(Constants.KC_ACTION_EXECUTING));
    }

    /** The same, where nobody else asks for it. Keycloak lets people cancel no other. */
    public static boolean isExecutingAtWill(AuthenticationSessionModel authentication, String action) {
        return isExecuting(authentication, action)
                && !Boolean.parseBoolean(authentication.getClientNote(Constants.KC_ACTION_ENFORCED));
    }
}
