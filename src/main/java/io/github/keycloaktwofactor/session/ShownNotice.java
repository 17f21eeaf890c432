package io.github.keycloaktwofactor.session;

import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether the user sees a page that is only a notice, where leaving means signing out. */
public final class ShownNotice {

    private ShownNotice() {}

    public static void remember(AuthenticationSessionModel authentication) {
        SignInNote.NOTICE.put(authentication);
    }

    public static void forget(AuthenticationSessionModel authentication) {
        if (in(authentication)) {
            SignInNote.NOTICE.drop(authentication);
        }
    }

    public static boolean in(AuthenticationSessionModel authentication) {
        return SignInNote.NOTICE.isIn(authentication);
    }
}
