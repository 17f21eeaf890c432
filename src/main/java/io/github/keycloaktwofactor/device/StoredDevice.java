package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A stored device with both of its parts.
 *
 * @param row the part that changes on each use
 * @param model the part that was written when the device was trusted
 */
record StoredDevice(DeviceTokens.Row row, TrustedDeviceCredentialModel model) {

    /** A total order, also of devices that were trusted at the same instant. */
    static final Comparator<StoredDevice> NEWEST_FIRST = Comparator.comparing(
                    (StoredDevice device) -> device.model().created())
            .reversed()
            .thenComparing(StoredDevice::id);

    String id() {
        return row.credentialId();
    }

    /** Whether the token has the id of this device, whether or not its secret is valid. */
    boolean isNamedBy(DeviceToken token) {
        return token.device().equals(id());
    }

    /** Whether the browser with the token is this device. */
    boolean holds(@Nullable DeviceToken token) {
        return token != null && isNamedBy(token) && token.hashesTo(row.hash());
    }

    /**
     * The state of a token with the id of this device.
     *
     * @param sessionId the user session that the sign-in would begin or join
     */
    TokenState stateOf(DeviceToken token, String sessionId, Instant now) {
        if (holds(token)) {
            return TokenState.PRESENT;
        }
        boolean former = row.formerHash().filter(token::hashesTo).isPresent();
        return former && wasSeenIn(sessionId) && Lifetime.stillUnderWay(row.usedAt(), now)
                ? TokenState.OVERTAKEN
                : TokenState.COPIED;
    }

    /** Whether the current token is rotated now. */
    boolean nextTokenIsDue(String sessionId, Instant now) {
        return !wasSeenIn(sessionId) || Lifetime.nextTokenIsDue(row.usedAt(), now);
    }

    /** Whether the device was last used in that session. All tabs of a browser sign in to one session. */
    boolean wasSeenIn(String sessionId) {
        return row.sessionId().equals(sessionId);
    }

    /** Whether the fingerprint of password and factors is unchanged. */
    boolean restsOn(String bond) {
        return model.bond().filter(bond::equals).isPresent();
    }

    Instant until(DeviceSettings settings) {
        return Lifetime.until(settings, model.created(), row.usedAt());
    }

    TrustedDevice seenFrom(@Nullable DeviceToken shown, DeviceSettings settings) {
        return new TrustedDevice(id(), model.names(), model.created(), row.usedAt(), until(settings), holds(shown));
    }
}
