package io.github.keycloaktwofactor.notice;

import io.github.keycloaktwofactor.attempt.AfterCommit;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.StateUnavailableException;
import io.github.keycloaktwofactor.policy.PasswordChange;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/**
 * Ends the waits of a user whose password was changed, because the wrong codes may have been somebody else's, and has
 * the user told what happened to their two-factor.
 */
final class TwoFactorEventListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(TwoFactorEventListener.class);

    private final KeycloakSession session;
    private final Telling telling;

    TwoFactorEventListener(KeycloakSession session, Telling telling) {
        this.session = session;
        this.telling = telling;
    }

    @Override
    public void onEvent(Event event) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        telling.heard(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        PolicyWatch.heard(session, event);
    }

    private void endWaits(String realmId, String userId) {
        AfterCommit.run(session, sessions -> {
            try {
                Attempts.of(sessions).endWaits(realmId, userId);
            } catch (StateUnavailableException e) {
                // The password is changed already, and a wait that goes on lets nobody in.
                LOG.errorf("The waits of user %s go on after a change of password: %s", userId, e.getMessage());
            }
        });
    }

    @Override
    public void close() {}
}
