package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/** Ends the waits of a user whose password was changed, because the wrong codes may have been an attacker's. */
final class EndedWaits {

    private static final Logger LOG = Logger.getLogger(EndedWaits.class);

    private EndedWaits() {}

    static void of(KeycloakSessionFactory sessions, String realmId, String userId) {
        try {
            Attempts.of(sessions).endWaits(realmId, userId);
        } catch (StateUnavailableException e) {
            // The password is already changed, and a remaining wait is safe.
            LOG.errorf("The waits of user %s go on after a change of password: %s", userId, e.getMessage());
        }
    }
}
