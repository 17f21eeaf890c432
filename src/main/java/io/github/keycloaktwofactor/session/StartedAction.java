package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The required action that an application, or the account console, has started: {@code kc_action}. */
public final class StartedAction {

    private StartedAction() {}

    /** The requested action, completed or still pending; null if none. */
    public static @Nullable String asked(AuthenticationSessionModel authentication) {
        return authentication.getClientNote(Constants.KC_ACTION);
    }

    /** Whether that action is being executed. */
    public static boolean isExecuting(AuthenticationSessionModel authentication, String action) {
        return action.equals(authentication.getClientNote(Constants.KC_ACTION_EXECUTING));
    }

    /** The same, if nothing else requires it. Keycloak lets users cancel only such actions. */
    public static boolean isExecutingAtWill(AuthenticationSessionModel authentication, String action) {
        return isExecuting(authentication, action)
                && !Boolean.parseBoolean(authentication.getClientNote(Constants.KC_ACTION_ENFORCED));
    }
}
