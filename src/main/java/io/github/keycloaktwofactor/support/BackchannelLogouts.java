package io.github.keycloaktwofactor.support;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.session.RemovedSession;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Back-channel logout of sessions that no longer exist, after the commit of the request that removed them. Keycloak's own
 * logout needs a session, so each is recreated as a transient one. Runs on the request's thread, because the addresses of
 * clients may depend on its host. A client that does not respond delays the response by about a minute in total, and
 * changes nothing else.
 */
final class BackchannelLogouts {

    private static final Logger LOG = Logger.getLogger(BackchannelLogouts.class);

    /** The administrator waits for the response, and a thread of the server with them. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String realmId;
    private final String userId;
    private final KeycloakUriInfo uri;
    private final ClientConnection connection;
    private final HttpHeaders headers;

    private BackchannelLogouts(KeycloakContext context, String realmId, String userId) {
        this.realmId = realmId;
        this.userId = userId;
        this.uri = context.getUri();
        this.connection = context.getConnection();
        this.headers = context.getRequestHeaders();
    }

    /** Schedules the notices about these sessions of the user. */
    static void afterCommit(KeycloakSession session, RealmModel realm, UserModel user, List<RemovedSession> ended) {
        BackchannelLogouts notices = new BackchannelLogouts(session.getContext(), realm.getId(), user.getId());
        AfterCommit.run(session, sessions -> notices.sendAll(sessions, ended));
    }

    private void sendAll(KeycloakSessionFactory sessions, List<RemovedSession> ended) {
        long start = System.nanoTime();
        for (RemovedSession each : ended) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                LOG.warnf(
                        "Clients did not respond to the back-channel logout of user %s for %d s: those of the remaining"
                                + " sessions are not notified",
                        userId, LONGEST.toSeconds());
                return;
            }
            send(sessions, each);
        }
    }

    /** In a transaction of its own, so that one slow client cannot use up the time of all others. */
    private void send(KeycloakSessionFactory sessions, RemovedSession ended) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, own -> logOut(own, ended));
        } catch (RuntimeException e) {
            LOG.warnf(e, "Clients of session %s could not be told that it has ended", ended.id());
        }
    }

    private void logOut(KeycloakSession session, RemovedSession ended) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null) {
            return;
        }
        AuthenticationManager.backchannelLogout(
                session, realm, ended.again(session, realm, user), uri, connection, headers, true);
    }
}
