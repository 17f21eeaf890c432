package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.store.RequestDatabase;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import org.keycloak.models.KeycloakSession;

/**
 * Prepares for a new set of recovery codes in the request's own transaction: once the set is committed, no code of an older
 * set is accepted any more, not even in a concurrent request, and the count of wrong codes is reset. If the set is not
 * stored after all, the older one remains valid.
 */
public final class RenewedCodes {

    private static final String UPDATE = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = 0, WAIT_UNTIL = 0, OWN_COUNTS = null, SUBJECT = ?1, CLAIMED = 0, OTHERS = '', VERSION = VERSION + 1"
            + " where REALM_ID = ?2 and USER_ID = ?3 and COUNTER_NAME = ?4";

    private static final String INSERT = "insert into %sTWO_FACTOR_ATTEMPT"
            + " (FAILURES, WAIT_UNTIL, SUBJECT, CLAIMED, OTHERS, VERSION, REALM_ID, USER_ID, COUNTER_NAME)"
            + " values (0, 0, ?1, 0, '', 0, ?2, ?3, ?4)";

    private RenewedCodes() {}

    /**
     * Prepares for the set.
     *
     * @throws StateUnavailableException if the tables are unavailable; the request's transaction cannot be committed then
     */
    public static void by(KeycloakSession session, AttemptKey key, String setId) {
        if (run(session, UPDATE, key, setId) == 0) {
            run(session, INSERT, key, setId);
        }
    }

    private static int run(KeycloakSession session, String sql, AttemptKey key, String setId) {
        return RequestDatabase.update(
                session, sql, setId, key.realmId(), key.userId(), key.counter().column());
    }
}
