package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.store.RequestDatabase;
import org.keycloak.models.KeycloakSession;

/**
 * Ends every wait of a user, and every count of wrong codes, in the request's own transaction: whoever decides it does more in
 * the same request, and all of it holds or nothing. What was used stays used.
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
