package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.store.RequestDatabase;
import org.keycloak.models.KeycloakSession;

/**
 * Ends all waits and resets all counts of a user in the request's own transaction, so that they are committed or rolled
 * back together with the caller's other changes. Used codes remain used.
 */
public final class EndedCounts {

    private static final String END = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = 0, WAIT_UNTIL = 0, OWN_COUNTS = null, VERSION = VERSION + 1"
            + " where REALM_ID = ?1 and USER_ID = ?2";

    private EndedCounts() {}

    public static void of(KeycloakSession session, String realmId, String userId) {
        RequestDatabase.update(session, END, realmId, userId);
    }
}
