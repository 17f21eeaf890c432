package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.attempt.DeviceTokens;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device of which both halves are there.
 *
 * @param row what changes at each use
 * @param model what was written when it was remembered
 */
record KnownDevice(DeviceTokens.Row row, TrustedDeviceCredentialModel model) {

    String id() {
        return row.credentialId();
    }

    /** Whether the browser that shows the token is this device. */
    boolean holds(@Nullable DeviceToken token) {
        return token != null && token.hashesTo(row.hash());
    }

    /** Whether the device once had the token, right before its present one. */
    boolean held(DeviceToken token) {
        return row.formerHash().filter(token::hashesTo).isPresent();
    }

    Instant until(DeviceSettings settings) {
        return Lifetime.until(settings, model.created(), row.usedAt());
    }

    TrustedDevice seenFrom(@Nullable DeviceToken shown, DeviceSettings settings) {
        return new TrustedDevice(id(), model.names(), model.created(), row.usedAt(), until(settings), holds(shown));
    }
}
