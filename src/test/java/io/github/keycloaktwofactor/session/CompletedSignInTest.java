package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** Which sessions are from before two-factor was required, that is since second 1000. */
class CompletedSignInTest {

    private static final Instant REQUIRED_SINCE = Instant.ofEpochSecond(1000);

    private final UserSessionModel session = mock(UserSessionModel.class);

    @ParameterizedTest
    @CsvSource({"999, true", "1000, false", "1001, false"})
    void aSessionThatBeganInTheSameSecondOrLaterIsNotFromBefore(int started, boolean before) {
        when(session.getStarted()).thenReturn(started);

        assertThat(isFromBefore()).isEqualTo(before);
    }

    @Test
    void aSessionThatEverHadEvidenceIsNotFromBeforeWhateverHasBecomeOfIt() {
        when(session.getStarted()).thenReturn(999);
        when(session.getNote("two-factor")).thenReturn("anything");

        assertThat(isFromBefore()).isFalse();
        assertThat(new CompletedSignIn(mock(KeycloakSession.class), session).passedStockOtp())
                .isFalse();
    }

    private boolean isFromBefore() {
        return new CompletedSignIn(mock(KeycloakSession.class), session).unverifiedSinceBefore(REQUIRED_SINCE);
    }
}
