package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.SignInNote;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A request of the user to see the set-up page in this sign-in, although the policy asks for nothing. */
public final class RequestedSetup {

    private RequestedSetup() {}

    static void make(AuthenticationSessionModel authentication) {
        SignInNote.REQUESTED_SETUP.put(authentication);
        authentication.addRequiredAction(TwoFactorPolicy.SET_UP_ID);
    }

    public static boolean in(AuthenticationSessionModel authentication) {
        return SignInNote.REQUESTED_SETUP.isIn(authentication);
    }

    /** Whether the page is shown for the first time since. The call marks it as shown. */
    public static boolean firstShown(AuthenticationSessionModel authentication) {
        boolean first = in(authentication) && !SignInNote.REQUESTED_SETUP_SHOWN.isIn(authentication);
        SignInNote.REQUESTED_SETUP_SHOWN.put(authentication);
        return first;
    }
}
