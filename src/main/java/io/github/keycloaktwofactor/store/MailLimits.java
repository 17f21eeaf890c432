package io.github.keycloaktwofactor.store;

import java.time.Duration;
import java.time.Instant;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Rate limit for mails: when the last mail of a kind was sent to a user, in {@code TWO_FACTOR_MAIL}, over all nodes and
 * restarts, so that failures cannot flood a mailbox.
 */
public final class MailLimits {

    private static final String CLAIM = "update %sTWO_FACTOR_MAIL set SENT_AT = ?"
            + " where REALM_ID = ? and USER_ID = ? and KIND = ? and SENT_AT <= ?";

    private static final String INSERT =
            "insert into %sTWO_FACTOR_MAIL (SENT_AT, REALM_ID, USER_ID, KIND) values (?, ?, ?, ?)";

    private static final String RELEASE = "update %sTWO_FACTOR_MAIL set SENT_AT = 0"
            + " where REALM_ID = ? and USER_ID = ? and KIND = ? and SENT_AT = ?";

    private final StateDatabase database;

    private MailLimits(StateDatabase database) {
        this.database = database;
    }

    public static MailLimits of(KeycloakSessionFactory sessions) {
        return new MailLimits(new StateDatabase(sessions));
    }

    /**
     * Whether a mail of the kind may be sent now; true for exactly one caller within the interval.
     *
     * @param kind at most 36 characters
     * @param apart the minimum interval between two such mails
     */
    public boolean claim(String realmId, String userId, String kind, Instant now, Duration apart) {
        long at = now.toEpochMilli();
        return database.update(
                                CLAIM,
                                at,
                                realmId,
                                userId,
                                kind,
                                now.minus(apart).toEpochMilli())
                        == 1
                || database.insert(INSERT, at, realmId, userId, kind);
    }

    /** Reverts a claim whose mail could not be sent. */
    public void release(String realmId, String userId, String kind, Instant claimedAt) {
        database.update(RELEASE, realmId, userId, kind, claimedAt.toEpochMilli());
    }
}
