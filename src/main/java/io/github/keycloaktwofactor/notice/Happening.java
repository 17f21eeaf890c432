package io.github.keycloaktwofactor.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one user.
 *
 * @param origin where the request came from
 * @param codesLeft recovery codes left; only of a used one
 * @param passwordAccepted whether the right password came before; only of a refused code
 * @param counter where it was counted; only of a refused code
 * @param until how long a device is remembered; only of such
 */
record Happening(
        String realmId,
        String userId,
        Occasion occasion,
        Origin origin,
        int codesLeft,
        boolean passwordAccepted,
        @Nullable Counted counter,
        @Nullable Instant until) {}
