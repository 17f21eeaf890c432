package io.github.keycloaktwofactor.support;

import io.github.keycloaktwofactor.session.RemovedSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Removes every session of a user, online and offline, in the request's transaction. Earlier tokens are no longer
 * accepted (not-before). Clients are notified only after the commit ({@link BackchannelLogouts}): otherwise a client that
 * does not respond could make the transaction time out, which would undo the removals.
 */
final class SignedOut {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;

    SignedOut(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
    }

    /** Returns the sessions that were removed. */
    List<RemovedSession> everywhere() {
        // Not-before is in seconds: for tokens of this very second, only the removal of their session counts.
        session.users().setNotBeforeForUser(realm, user, (int) clock.instant().getEpochSecond());
        List<RemovedSession> ended = new ArrayList<>();
        // Removing a session modifies what the stream iterates over.
        session.sessions().getUserSessionsStream(realm, user).toList().forEach(online -> {
            ended.add(RemovedSession.of(online));
            session.sessions().removeUserSession(realm, online);
        });
        session.sessions().getOfflineUserSessionsStream(realm, user).toList().forEach(offline -> {
            ended.add(RemovedSession.of(offline));
            session.sessions().removeOfflineUserSession(realm, offline);
        });
        return ended;
    }
}
