package io.github.keycloaktwofactor.challenge;

import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a sign-in is to be worth, by the level of authentication that somebody asks for ({@code acr}). */
final class AskedLevel {

    private AskedLevel() {}

    /** Whether the application asks for a level, or a client policy gives one. */
    static boolean in(AuthenticationSessionModel authentication) {
        return authentication.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION) != null
                || ofFlow(authentication);
    }

    /** Whether a client policy has chosen the flow, and all of it together gives a level. */
    static boolean ofFlow(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(Constants.AUTHENTICATION_FLOW_LEVEL_OF_AUTHENTICATION) != null;
    }
}
