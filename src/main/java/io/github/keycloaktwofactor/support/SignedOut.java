package io.github.keycloaktwofactor.support;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Ends every session of a user, as Keycloak's <em>Sign out all</em> does, and also the offline sessions, which that
 * leaves in the database. Earlier tokens are no longer accepted (not-before).
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

    void everywhere() {
        session.users().setNotBeforeForUser(realm, user, (int) clock.instant().getEpochSecond());
        // Ending a session modifies what the stream iterates over.
        List<UserSessionModel> sessions = Stream.concat(
                        session.sessions().getUserSessionsStream(realm, user),
                        session.sessions().getOfflineUserSessionsStream(realm, user))
                .toList();
        sessions.forEach(this::end);
    }

    private void end(UserSessionModel userSession) {
        KeycloakContext context = session.getContext();
        AuthenticationManager.backchannelLogout(
                session,
                realm,
                userSession,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true);
    }
}
