package io.github.keycloaktwofactor.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.event.TwoFactorEvent.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class TwoFactorEventTest {

    @ParameterizedTest
    @CsvSource({
        "UPDATE_CREDENTIAL, two_factor_change, enabled, ENABLED",
        "REMOVE_CREDENTIAL, two_factor_change, disabled, DISABLED",
        "UPDATE_CREDENTIAL, two_factor_change, replaced, REPLACED",
        "UPDATE_CREDENTIAL, two_factor_change, codes, NEW_CODES",
        "UPDATE_CREDENTIAL, two_factor_change, device, DEVICE_REMEMBERED",
        "UPDATE_CREDENTIAL, credential_type, otp, AUTHENTICATOR_STORED",
        "UPDATE_CREDENTIAL, credential_type, two-factor-recovery-codes, CODES_STORED",
        "UPDATE_CREDENTIAL, credential_type, webauthn, KEY_STORED",
        "REMOVE_CREDENTIAL, credential_type, otp, AUTHENTICATOR_REMOVED",
        "REMOVE_CREDENTIAL, credential_type, two-factor-recovery-codes, CODES_REMOVED",
        "REMOVE_CREDENTIAL, credential_type, two-factor-trusted-device, DEVICE_REMOVED",
        "REMOVE_CREDENTIAL, credential_type, webauthn-passwordless, KEY_REMOVED",
        "UPDATE_TOTP, credential_type, otp, TOTP_UPDATED",
        "REMOVE_TOTP, credential_type, otp, TOTP_REMOVED",
        "LOGIN, two_factor, totp, SIGNED_IN",
    })
    void eachEventSaysOneThing(EventType type, String detail, String value, Kind kind) {
        assertThat(TwoFactorEvent.of(event(type, null, Map.of(detail, value))))
                .map(TwoFactorEvent::kind)
                .contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_CREDENTIAL, credential_type, password",
        "UPDATE_CREDENTIAL, credential_type, two-factor-trusted-device",
        "REMOVE_CREDENTIAL, credential_type, password",
        "LOGIN, username, alice",
        "CUSTOM_REQUIRED_ACTION, two_factor_setup, shown",
    })
    void allElseSaysNothingOfTwoFactor(EventType type, String detail, String value) {
        assertThat(TwoFactorEvent.of(event(type, null, Map.of(detail, value)))).isEmpty();
    }

    @Test
    void anErrorIsNoChange() {
        assertThat(TwoFactorEvent.of(
                        event(EventType.UPDATE_CREDENTIAL_ERROR, "failed", Map.of("credential_type", "otp"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"wrong, true", "used, true", "waiting, false", "off, false", "malformed, false"})
    void aRefusalSaysWhetherTheCodeWasLookedAt(String reason, boolean lookedAt) {
        TwoFactorEvent refused = refused(Map.of("two_factor", "totp", "two_factor_reason", reason));

        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused.lookedAt()).isEqualTo(lookedAt);
    }

    @Test
    void onlyTheSecondStepOfASignInFollowsAPassword() {
        Map<String, String> step = Map.of("two_factor_reason", "wrong", "two_factor_password", "true");
        Map<String, String> change =
                Map.of("two_factor_reason", "wrong", "two_factor_password", "true", "two_factor_change", "disabled");

        assertThat(refused(step).passwordAccepted()).isTrue();
        assertThat(refused(change).passwordAccepted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"1790000000, 1790000000", "soon, null", "-1, null"},
            nullValues = "null")
    void aDeviceIsRememberedUntilASecond(String told, @Nullable Long until) {
        assertThat(TwoFactorEvent.of(event(
                        EventType.UPDATE_CREDENTIAL,
                        null,
                        Map.of("two_factor_change", "device", "two_factor_until", told))))
                .hasValueSatisfying(said ->
                        assertThat(said.until()).isEqualTo(until == null ? null : Instant.ofEpochSecond(until)));
    }

    private static TwoFactorEvent refused(Map<String, String> details) {
        return TwoFactorEvent.of(event(EventType.LOGIN_ERROR, "invalid_user_credentials", details))
                .orElseThrow();
    }

    private static Event event(EventType type, @Nullable String error, Map<String, String> details) {
        Event event = new Event();
        event.setType(type);
        event.setError(error);
        event.setDetails(details);
        return event;
    }
}
