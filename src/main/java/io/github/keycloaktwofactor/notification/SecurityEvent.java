package io.github.keycloaktwofactor.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * One thing that happened to one user.
 *
 * @param origin where the request came from
 * @param codesLeft recovery codes left; only of a used one
 * @param passwordAccepted whether the right password came before; only of a refused code
 * @param counter where it was counted; only of a refused code
 * @param until how long a device is remembered; only of such
 * @param address what became of the e-mail address; only of a changed one
 */
record SecurityEvent(
        String realmId,
        String userId,
        EventKind eventKind,
        Origin origin,
        int codesLeft,
        boolean passwordAccepted,
        @Nullable CountedAttempt counter,
        @Nullable Instant until,
        @Nullable AddressChange address) {

    SecurityEvent(
            String realmId,
            String userId,
            EventKind eventKind,
            Origin origin,
            int codesLeft,
            boolean passwordAccepted,
            @Nullable CountedAttempt counter,
            @Nullable Instant until) {
        this(realmId, userId, eventKind, origin, codesLeft, passwordAccepted, counter, until, null);
    }

    static SecurityEvent ofAddress(String realmId, String userId, Origin origin, AddressChange change) {
        EventKind eventKind = change.by() == Actor.PERSON ? EventKind.ADDRESS_CHANGED : EventKind.ADDRESS_SET;
        return new SecurityEvent(realmId, userId, eventKind, origin, 0, false, null, null, change);
    }

    /** Of a password that an administrator has set. */
    static SecurityEvent ofPassword(KeycloakSession session, String realmId, String userId) {
        Origin origin = Origin.unknown(session);
        return new SecurityEvent(realmId, userId, EventKind.PASSWORD_SET, origin, 0, false, null, null);
    }
}
