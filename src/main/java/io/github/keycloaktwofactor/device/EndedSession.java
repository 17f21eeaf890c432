package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Distinguishes a session that was ended from one that expired. A sign-out normally raises an event; Keycloak 26.4 raises
 * none if a session is ended in the account console.
 */
final class EndedSession {

    private final KeycloakSession session;
    private final Clock clock;

    EndedSession(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Whether the session of the device's last use ended before it could have expired. */
    boolean endedBySomebody(DeviceTokens.Row row, AuthenticationSessionModel authentication) {
        RealmModel realm = authentication.getRealm();
        Instant earliest = row.usedAt().plusSeconds(shortest(realm));
        return clock.instant().isBefore(earliest)
                && !row.sessionId().equals(authentication.getParentSession().getId())
                // An unfinished sign-in has no session yet. It may finish between the two checks, so the session is
                // checked last.
                && session.authenticationSessions().getRootAuthenticationSession(realm, row.sessionId()) == null
                && !signedIn(realm, row.sessionId());
    }

    private boolean signedIn(RealmModel realm, String id) {
        UserSessionModel joined = session.sessions().getUserSession(realm, id);
        return joined != null && joined.getState() != UserSessionModel.State.LOGGED_OUT;
    }

    private static int shortest(RealmModel realm) {
        return IntStream.of(
                        realm.getSsoSessionIdleTimeout(),
                        realm.getSsoSessionMaxLifespan(),
                        realm.getSsoSessionIdleTimeoutRememberMe(),
                        realm.getSsoSessionMaxLifespanRememberMe())
                .filter(seconds -> seconds > 0)
                .min()
                .orElse(0);
    }
}
