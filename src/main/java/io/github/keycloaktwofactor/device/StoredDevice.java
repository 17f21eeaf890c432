package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A device of which both halves are there.
 *
 * @param row what changes at each use
 * @param model what was written when it was remembered
 */
record StoredDevice(DeviceTokens.Row row, TrustedDeviceCredentialModel model) {

    /** The same order at every look, also of devices that were remembered at the same instant. */
    static final Comparator<StoredDevice> NEWEST_FIRST = Comparator.comparing(
                    (StoredDevice device) -> device.model().created())
            .reversed()
            .thenComparing(StoredDevice::id);

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

    /**
     * What the token, which names this device, is to it.
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

    /** Whether the browser that holds the present token gets another one now. */
    boolean nextTokenIsDue(String sessionId, Instant now) {
        return !wasSeenIn(sessionId) || Lifetime.nextTokenIsDue(row.usedAt(), now);
    }

    /** Whether the browser was last seen in that session. All tabs of one browser sign in to one session. */
    boolean wasSeenIn(String sessionId) {
        return row.sessionId().equals(sessionId);
    }

    /** Whether what the trust rests on is as it was when it began. */
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
