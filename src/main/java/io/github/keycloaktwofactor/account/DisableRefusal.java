package io.github.keycloaktwofactor.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why two-factor was not turned off.
 *
 * @param of what was asked for: {@link Proof#PASSWORD} or {@link Proof#CODE}
 * @param reason as {@link io.github.keycloaktwofactor.challenge.CodeError} names it
 * @param until end of the wait that now applies, or null
 */
record DisableRefusal(Proof of, String reason, @Nullable Instant until) {

    static DisableRefusal of(Proof of, String reason) {
        return new DisableRefusal(of, reason, null);
    }
}
