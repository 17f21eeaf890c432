package io.github.keycloaktwofactor.support;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.session.EndedSession;
import jakarta.ws.rs.core.HttpHeaders;
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
 * Back-channel logout of sessions that no longer exist, after the commit of the request that removed them. Keycloak's
 * own logout needs a session, so each is created once more as a transient one. Runs on the thread of the request, because the addresses of clients may depend on its host.
 * A client that does not respond delays the response of the call and changes nothing else.
 */
final class LogoutNotices {

    private static final Logger LOG = Logger.getLogger(LogoutNotices.class);

    private final String realmId;
    private final String userId;
    private final KeycloakUriInfo uri;
    private final ClientConnection connection;
    private final HttpHeaders headers;

    private LogoutNotices(KeycloakContext context, String realmId, String userId) {
        this.realmId = realmId;
        this.userId = userId;
        this.uri = context.getUri();
        this.connection = context.getConnection();
        this.headers = context.getRequestHeaders();
    }

    /** Schedules the notices about these sessions of the user. */
    static void afterCommit(KeycloakSession session, RealmModel realm, UserModel user, List<EndedSession> ended) {
        LogoutNotices notices = new LogoutNotices(session.getContext(), realm.getId(), user.getId());
        AfterCommit.run(session, sessions -> ended.forEach(each -> notices.send(sessions, each)));
    }

    /** In a transaction of its own, so that one slow client cannot use up the time of all others. */
    private void send(KeycloakSessionFactory sessions, EndedSession ended) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, own -> logOut(own, ended));
        } catch (RuntimeException e) {
            LOG.warnf(e, "Clients of session %s could not be told that it has ended", ended.id());
        }
    }

    private void logOut(KeycloakSession session, EndedSession ended) {
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
