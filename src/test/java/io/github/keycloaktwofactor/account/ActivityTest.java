package io.github.keycloaktwofactor.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class ActivityTest {

    @ParameterizedTest
    @CsvSource({
        "LOGIN, two_factor, totp, CODE",
        "LOGIN, two_factor, recovery-code, RECOVERY_CODE",
        "LOGIN, two_factor, trusted-device, TRUSTED_DEVICE",
        "LOGIN, two_factor, webauthn, PASSKEY",
        "LOGIN, two_factor, webauthn-passwordless, PASSKEY",
        "UPDATE_CREDENTIAL, two_factor_change, enabled, ENABLED",
        "UPDATE_CREDENTIAL, two_factor_change, replaced, REPLACED",
        "UPDATE_CREDENTIAL, two_factor_change, codes, NEW_CODES",
        "UPDATE_CREDENTIAL, two_factor_change, device, DEVICE_ADDED",
        "UPDATE_CREDENTIAL, credential_type, otp, AUTHENTICATOR_ADDED",
        "UPDATE_CREDENTIAL, credential_type, webauthn, KEY_ADDED",
        "UPDATE_CREDENTIAL, credential_type, webauthn-passwordless, KEY_ADDED",
        "REMOVE_CREDENTIAL, credential_type, webauthn, KEY_REMOVED",
        "REMOVE_CREDENTIAL, credential_type, webauthn-passwordless, KEY_REMOVED",
        "REMOVE_CREDENTIAL, two_factor_change, disabled, DISABLED",
        "REMOVE_CREDENTIAL, credential_type, otp, AUTHENTICATOR_REMOVED",
        "REMOVE_CREDENTIAL, credential_type, two-factor-trusted-device, DEVICE_REMOVED",
    })
    void eachEventHasItsMeaning(EventType type, String detail, String value, Activity meaning) {
        assertThat(Activity.of(event(type, null, Map.of(detail, value)))).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, two_factor, broker",
        "LOGIN, two_factor, nonsense",
        "LOGIN, username, alice",
        "UPDATE_CREDENTIAL, credential_type, password",
        "REMOVE_CREDENTIAL, credential_type, password",
        "UPDATE_TOTP, credential_type, otp",
    })
    void allElseHasNone(EventType type, String detail, String value) {
        assertThat(Activity.of(event(type, null, Map.of(detail, value)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"wrong, true", "used, true", "waiting, false", "off, false", "malformed, false", "unavailable, false"})
    void onlyCodesThatWereLookedAtAreToldAsRefused(String reason, boolean told) {
        Map<String, String> details = Map.of("two_factor", "totp", "two_factor_reason", reason);

        assertThat(Activity.of(event(EventType.LOGIN_ERROR, "invalid_user_credentials", details)))
                .isEqualTo(told ? Optional.of(Activity.REFUSED) : Optional.empty());
    }

    @Test
    void aCopiedDeviceIsNotToldAsOneThatSomebodyRemoved() {
        Map<String, String> details =
                Map.of("credential_type", "two-factor-trusted-device", "two_factor_reason", "used");

        assertThat(Activity.of(event(EventType.REMOVE_CREDENTIAL, null, details)))
                .contains(Activity.DEVICE_COPIED);
    }

    @Test
    void theFirstCodesAreNotToldAsNewOnes() {
        Map<String, String> details = Map.of("two_factor_change", "codes", "two_factor_first", "true");

        assertThat(Activity.of(event(EventType.UPDATE_CREDENTIAL, null, details)))
                .contains(Activity.FIRST_CODES);
    }

    @Test
    void anEventWithoutDetailsHasNone() {
        Event event = new Event();
        event.setType(EventType.LOGIN);

        assertThat(Activity.of(event)).isEmpty();
    }

    private static Event event(EventType type, String error, Map<String, String> details) {
        Event event = new Event();
        event.setType(type);
        event.setError(error);
        event.setDetails(new HashMap<>(details));
        return event;
    }
}
