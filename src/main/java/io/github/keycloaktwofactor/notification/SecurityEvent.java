package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.HelpDeskChange;
import io.github.keycloaktwofactor.event.HelpDeskEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * One thing that happened to one user.
 *
 * @param origin where the request came from
 * @param codesLeft recovery codes left; only for a used one
 * @param passwordAccepted whether the right password was entered before; only for a refused code
 * @param counter where it was counted; only for a refused code
 * @param until how long a device is trusted; only for a trusted device
 * @param address the change of the email address; only for a changed one
 * @param changes what an administrator did, in the order of the mail; only for help-desk actions
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
        @Nullable AddressChange address,
        List<HelpDeskChange> changes) {

    SecurityEvent(
            String realmId,
            String userId,
            EventKind eventKind,
            Origin origin,
            int codesLeft,
            boolean passwordAccepted,
            @Nullable CountedAttempt counter,
            @Nullable Instant until) {
        this(realmId, userId, eventKind, origin, codesLeft, passwordAccepted, counter, until, null, List.of());
    }

    static SecurityEvent ofAddress(String realmId, String userId, Origin origin, AddressChange change) {
        EventKind eventKind = change.by() == Actor.PERSON ? EventKind.ADDRESS_CHANGED : EventKind.ADDRESS_SET;
        return new SecurityEvent(realmId, userId, eventKind, origin, 0, false, null, null, change, List.of());
    }

    /** For actions of an administrator; users are not told from where. */
    static SecurityEvent ofHelp(HelpDeskEvent event) {
        return new SecurityEvent(
                event.realmId(),
                event.userId(),
                EventKind.HELPED,
                Origin.unknown(event.session()),
                0,
                false,
                null,
                null,
                null,
                event.changes().stream().sorted().toList());
    }

    /** For a password set by an administrator. */
    static SecurityEvent ofPassword(KeycloakSession session, String realmId, String userId) {
        Origin origin = Origin.unknown(session);
        return new SecurityEvent(realmId, userId, EventKind.PASSWORD_SET, origin, 0, false, null, null);
    }
}
