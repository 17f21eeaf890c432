package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Detects browsers that sign out after their session has ended. Keycloak raises no event then, but creates the event
 * listeners at the start of each request, and ends the sign-out's own authentication session with it.
 */
final class LateSignOut extends AbstractKeycloakTransaction {

    private final KeycloakSession session;
    private final List<DeviceToken> held;

    /** Where the browser has signed out, or null. */
    private @Nullable String signedOutOf;

    private LateSignOut(KeycloakSession session, List<DeviceToken> held) {
        this.session = session;
        this.held = held;
    }

    /** Checks, before the commit of this request, whether a browser has signed out with it. */
    static void listen(KeycloakSession session) {
        List<DeviceToken> held = BrowserSignOut.devicesAtLogout(session);
        if (!held.isEmpty()) {
            LateSignOut signOut = new LateSignOut(session, held);
            session.getTransactionManager().enlistPrepare(signOut);
            // A transaction that is being committed accepts no more of these.
            AfterCommit.run(session, signOut::forget);
        }
    }

    @Override
    protected void commitImpl() {
        AuthenticationSessionModel signOut = session.getContext().getAuthenticationSession();
        if (signOut != null && isOver(signOut)) {
            String realmId = signOut.getRealm().getId();
            signedOutOf = new ForgottenDevices(session).endAtSignOut(realmId) ? realmId : null;
        }
    }

    private void forget(KeycloakSessionFactory sessions) {
        if (signedOutOf != null) {
            ForgottenDevices.forgetHeld(sessions, signedOutOf, held);
        }
    }

    /** It exists while Keycloak still asks the user to confirm the sign-out. */
    private static boolean isOver(AuthenticationSessionModel signOut) {
        return signOut.getParentSession().getAuthenticationSession(signOut.getClient(), signOut.getTabId()) == null;
    }

    @Override
    protected void rollbackImpl() {}
}
