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
record Happening(
        String realmId,
        String userId,
        Occasion occasion,
        Origin origin,
        int codesLeft,
        boolean passwordAccepted,
        @Nullable Counted counter,
        @Nullable Instant until,
        @Nullable AddressChange address) {

    Happening(
            String realmId,
            String userId,
            Occasion occasion,
            Origin origin,
            int codesLeft,
            boolean passwordAccepted,
            @Nullable Counted counter,
            @Nullable Instant until) {
        this(realmId, userId, occasion, origin, codesLeft, passwordAccepted, counter, until, null);
    }

    static Happening ofAddress(String realmId, String userId, Origin origin, AddressChange change) {
        Occasion occasion = change.by() == Actor.PERSON ? Occasion.ADDRESS_CHANGED : Occasion.ADDRESS_SET;
        return new Happening(realmId, userId, occasion, origin, 0, false, null, null, change);
    }

    /** Of a password that an administrator has set. */
    static Happening ofPassword(KeycloakSession session, String realmId, String userId) {
        Origin origin = Origin.unknown(session);
        return new Happening(realmId, userId, Occasion.PASSWORD_SET, origin, 0, false, null, null);
    }
}
