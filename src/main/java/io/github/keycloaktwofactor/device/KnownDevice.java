package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.attempt.DeviceTokens;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A device of which both halves are there.
 *
 * @param row what changes at each use
 * @param model what was written when it was remembered
 */
record KnownDevice(DeviceTokens.Row row, TrustedDeviceCredentialModel model) {

    /** The same order at every look, also of devices that were remembered at the same instant. */
    static final Comparator<KnownDevice> NEWEST_FIRST = Comparator.comparing(
                    (KnownDevice device) -> device.model().created())
            .reversed()
            .thenComparing(KnownDevice::id);

    String id() {
        return row.credentialId();
    }

    /** Whether the token says that it is this device's, whatever its secret is worth. */
    boolean isNamedBy(DeviceToken token) {
        return token.device().equals(id());
    }

    /** Whether the browser that shows the token is this device. */
    boolean holds(@Nullable DeviceToken token) {
        return token != null && isNamedBy(token) && token.hashesTo(row.hash());
    }

    /** Whether the browser is this device, or another tab of it has only just got the next token. */
    boolean accepts(DeviceToken token, Instant now) {
        boolean former =
                isNamedBy(token) && row.formerHash().filter(token::hashesTo).isPresent();
        return holds(token) || (former && Lifetime.stillUnderWay(row.usedAt(), now));
    }

    /**
     * Whether somebody else has the present secret. However often that one has used it since, the token still names the
     * device. Not while tabs of one browser may be overtaking each other.
     */
    boolean copied(DeviceToken token, Instant now) {
        return isNamedBy(token) && !holds(token) && !Lifetime.stillUnderWay(row.usedAt(), now);
    }

    Instant until(DeviceSettings settings) {
        return Lifetime.until(settings, model.created(), row.usedAt());
    }

    TrustedDevice seenFrom(@Nullable DeviceToken shown, DeviceSettings settings) {
        return new TrustedDevice(id(), model.names(), model.created(), row.usedAt(), until(settings), holds(shown));
    }
}
