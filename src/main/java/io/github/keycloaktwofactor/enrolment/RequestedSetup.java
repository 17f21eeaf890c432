package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.sessions.AuthenticationSessionModel;

/** That a person wants the set-up page before this sign-in ends, although the policy has nothing left to ask for. */
public final class RequestedSetup {

    private static final String NOTE = "two-factor.setup-wish";
    private static final String MET = "two-factor.setup-wish.met";

    private RequestedSetup() {}

    static void make(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(NOTE, "true");
        authentication.addRequiredAction(TwoFactorPolicy.SET_UP_ID);
    }

    public static boolean in(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(NOTE) != null;
    }

    /** Whether the page is shown for the first time since. Asking counts as having shown it. */
    public static boolean firstShown(AuthenticationSessionModel authentication) {
        boolean first = in(authentication) && authentication.getAuthNote(MET) == null;
        authentication.setAuthNote(MET, "true");
        return first;
    }
}
