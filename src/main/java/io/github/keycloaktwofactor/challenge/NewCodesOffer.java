package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.session.SignInNote;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a sign-in has a page on which new recovery codes can be offered. The password grant has none. */
public final class NewCodesOffer {

    private NewCodesOffer() {}

    static void none(AuthenticationSessionModel authentication) {
        SignInNote.NO_OFFER.put(authentication);
    }

    /** Whether an offer can be shown. */
    public static boolean possible(AuthenticationSessionModel authentication) {
        return !SignInNote.NO_OFFER.isIn(authentication);
    }
}
