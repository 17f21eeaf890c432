package io.github.keycloaktwofactor.challenge;

import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a sign-in has a page on which new recovery codes can be offered. The password grant has none. */
public final class NewCodesOffer {

    private static final String NONE = "two-factor.no-offer";

    private NewCodesOffer() {}

    static void none(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(NONE, "true");
    }

    /** Whether an offer can be shown. */
    public static boolean possible(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(NONE) == null;
    }
}
