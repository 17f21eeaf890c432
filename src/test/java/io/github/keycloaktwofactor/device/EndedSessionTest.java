package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Keycloak 26.4 tells nobody when a session is ended from the account console; only its absence does. */
class EndedSessionTest {

    private static final Instant USED = Instant.parse("2026-05-01T08:00:00Z");

    private final KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
    private final RealmModel realm = mock(RealmModel.class);
    private final AuthenticationSessionModel authentication =
            mock(AuthenticationSessionModel.class, RETURNS_DEEP_STUBS);

    @BeforeEach
    void sessionsOfHalfAnHour() {
        when(realm.getSsoSessionIdleTimeout()).thenReturn(1800);
        when(realm.getSsoSessionMaxLifespan()).thenReturn(36_000);
        when(authentication.getRealm()).thenReturn(realm);
        when(authentication.getParentSession().getId()).thenReturn("this");
        when(session.sessions().getUserSession(any(), any())).thenReturn(null);
        when(session.authenticationSessions().getRootAuthenticationSession(any(), any()))
                .thenReturn(null);
    }

    @Test
    void oneThatIsGoneTooEarlyWasEnded() {
        assertThat(endedAfter(1799)).isTrue();
    }

    @Test
    void oneThatIsGoneLaterMayHaveRunOut() {
        assertThat(endedAfter(1800)).isFalse();
    }

    @Test
    void theShortestLifeCounts() {
        when(realm.getSsoSessionIdleTimeoutRememberMe()).thenReturn(60);

        assertThat(endedAfter(59)).isTrue();
        assertThat(endedAfter(60)).isFalse();
    }

    @Test
    void oneThatIsThereWasNot() {
        when(session.sessions().getUserSession(realm, "that")).thenReturn(mock(UserSessionModel.class));

        assertThat(endedAfter(10)).isFalse();
    }

    @Test
    void aSignInThatIsUnderWayHasNoSessionYet() {
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "that"))
                .thenReturn(mock(RootAuthenticationSessionModel.class));
        assertThat(endedAfter(10)).isFalse();

        when(authentication.getParentSession().getId()).thenReturn("that");
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "that"))
                .thenReturn(null);
        assertThat(endedAfter(10)).isFalse();
    }

    /** Another tab signs in between our two looks: its sign-in is over, and its session is there. */
    @Test
    void aSignInThatEndsMeanwhileWasNot() {
        UserSessionModel begun = mock(UserSessionModel.class);
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "that"))
                .thenAnswer(look -> {
                    when(session.sessions().getUserSession(realm, "that")).thenReturn(begun);
                    return null;
                });

        assertThat(endedAfter(10)).isFalse();
    }

    private boolean endedAfter(int seconds) {
        Clock clock = Clock.fixed(USED.plusSeconds(seconds), ZoneOffset.UTC);
        DeviceTokens.Row row = new DeviceTokens.Row("id", "realm", "user", "hash", Optional.empty(), "that", USED);
        return new EndedSession(session, clock).endedBySomebody(row, authentication);
    }
}
