package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.totp.OtpAlgorithm;
import io.github.keycloaktwofactor.totp.OtpKind;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.TotpSecret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

/** The note that holds a pending key. */
final class PendingKeyTest {

    private final AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);

    /** A sign-in may go on while the extension is upgraded. */
    @ParameterizedTest
    @CsvSource({"pending-key.txt, false", "pending-key-on-this-device.txt, true"})
    void theNoteOfAnEarlierVersionIsRead(String sample, boolean onThisDevice) throws IOException {
        when(authentication.getAuthNote(anyString())).thenReturn(stored(sample));

        assertThat(PendingKey.in(authentication)).contains(key(onThisDevice));
    }

    @Test
    void whetherItWasPutOnTheDeviceIsNotWrittenIntoTheNote() {
        key(true).keep(authentication);

        ArgumentCaptor<String> note = ArgumentCaptor.forClass(String.class);
        verify(authentication).setAuthNote(eq("two-factor.pending"), note.capture());
        when(authentication.getAuthNote(anyString())).thenReturn(note.getValue());
        assertThat(PendingKey.in(authentication)).contains(key(false));
    }

    private static PendingKey key(boolean onThisDevice) {
        return new PendingKey(
                "4f0b1a1e-6f3c-4f0e-9d5e-0a9f6c1d2b3a",
                TotpSecret.ofBase32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
                new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30),
                Instant.parse("2026-11-30T11:00:10Z"),
                false,
                onThisDevice);
    }

    private static String stored(String sample) throws IOException {
        try (InputStream note = PendingKeyTest.class.getResourceAsStream("/stored/1/" + sample)) {
            return new String(note.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
