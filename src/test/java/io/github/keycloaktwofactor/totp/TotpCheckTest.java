package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.policy.PolicySettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.mockito.MockedStatic;

class TotpCheckTest {

    /** RFC 4226, appendix D: the value at counter 0. */
    private static final String FIRST = "755224";

    @Test
    void theCounterOfAnHotpCredentialIsStoredOnlyWhenAskedFor() {
        OTPCredentialModel hotp = OTPCredentialModel.createHOTP("12345678901234567890", 6, 0, "HmacSHA1");
        hotp.setId("token");
        hotp.setCreatedDate(0L);
        SubjectCredentialManager credentials = mock(SubjectCredentialManager.class);
        when(credentials.getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE))
                .thenAnswer(call -> Stream.of(hotp));
        UserModel user = mock(UserModel.class);
        when(user.getId()).thenReturn("user");
        when(user.credentialManager()).thenReturn(credentials);
        RealmModel realm = mock(RealmModel.class, RETURNS_DEEP_STUBS);
        Attempts attempts = mock(Attempts.class);
        when(attempts.oneTimePassword(any(), any(), any(), any(), any()))
                .thenReturn(new AttemptResult(Verdict.ACCEPTED, new CounterState(null, 6, false)));
        KeycloakSession session = mock(KeycloakSession.class);

        try (MockedStatic<Attempts> counters = mockStatic(Attempts.class)) {
            counters.when(() -> Attempts.of(session)).thenReturn(attempts);
            TotpCheck check = new TotpCheck(
                    session, realm, user, PolicySettings.from(Map.of()), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
            assertThat(check.check(FIRST, null).accepted()).isTrue();
            verify(credentials, never()).updateStoredCredential(any());

            check.keepCounter();
            check.keepCounter();
        }

        verify(credentials).updateStoredCredential(any());
    }
}
