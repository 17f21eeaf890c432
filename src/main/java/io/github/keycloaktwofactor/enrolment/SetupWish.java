package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.sessions.AuthenticationSessionModel;

/** That a person wants the set-up page before this sign-in ends, although the policy has nothing left to ask for. */
final class SetupWish {

    private static final String NOTE = "two-factor.setup-wish";

    private SetupWish() {}

    static void make(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(NOTE, "true");
        authentication.addRequiredAction(TwoFactorPolicy.SET_UP_ID);
    }

    static boolean in(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(NOTE) != null;
    }
}
