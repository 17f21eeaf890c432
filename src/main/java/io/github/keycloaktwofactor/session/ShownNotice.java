package io.github.keycloaktwofactor.session;

import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether the user has a page before them that only tells something, where leaving means signing out. */
public final class ShownNotice {

    private static final String NOTE = "two-factor.notice";

    private ShownNotice() {}

    public static void remember(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(NOTE, "true");
    }

    public static void forget(AuthenticationSessionModel authentication) {
        if (in(authentication)) {
            authentication.removeAuthNote(NOTE);
        }
    }

    public static boolean in(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(NOTE) != null;
    }
}
