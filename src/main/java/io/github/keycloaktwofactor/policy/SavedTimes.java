package io.github.keycloaktwofactor.policy;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when settings apply that are being saved. Never taken from the request.
 *
 * @param required since when two-factor is required of the users concerned; null if of nobody
 * @param reportOnly since when the realm only reports what the policy requires; null if it enforces it
 */
record SavedTimes(@Nullable Instant required, @Nullable Instant reportOnly) {

    /**
     * The stored times, or now where these settings begin to require two-factor of more users, or to report only.
     *
     * @param stored the settings before the save
     * @param now those that are being saved
     */
    static SavedTimes of(PolicySettings stored, PolicySettings now, Clock clock) {
        return new SavedTimes(required(stored, now, clock), reportOnly(stored, now, clock));
    }

    private static @Nullable Instant required(PolicySettings stored, PolicySettings now, Clock clock) {
        Requirement requirement = Requirement.of(now);
        if (requirement.requiresNobody()) {
            return null;
        }
        Instant since = past(stored.saved().requiredSince(), clock);
        return since == null || requirement.requiresMoreThan(Requirement.of(stored)) ? clock.instant() : since;
    }

    private static @Nullable Instant reportOnly(PolicySettings stored, PolicySettings now, Clock clock) {
        if (!now.reportsOnly()) {
            return null;
        }
        Instant since = past(stored.saved().reportOnlySince(), clock);
        return since == null || !stored.reportsOnly() ? clock.instant() : since;
    }

    /** Tools store what they like, and a clock may have been ahead: a time in the future is unknown. */
    private static @Nullable Instant past(@Nullable Instant since, Clock clock) {
        return since == null || since.isAfter(clock.instant()) ? null : since;
    }
}
