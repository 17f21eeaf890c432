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
     * The stored times, as far as these settings do not begin to require or to report.
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
        Instant since = stored.saved().requiredSince();
        return since == null || requirement.requiresMoreThan(Requirement.of(stored)) ? clock.instant() : since;
    }

    private static @Nullable Instant reportOnly(PolicySettings stored, PolicySettings now, Clock clock) {
        if (!now.reportsOnly()) {
            return null;
        }
        Instant since = stored.saved().reportOnlySince();
        return since == null || !stored.reportsOnly() ? clock.instant() : since;
    }
}
