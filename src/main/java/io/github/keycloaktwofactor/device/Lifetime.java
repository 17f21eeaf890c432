package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import java.time.Duration;
import java.time.Instant;

/** How long a device is trusted, and how long a rotated token is accepted. */
final class Lifetime {

    /** Grace period of a rotated token: two tabs may sign in with one token, and only one of them gets the next. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    /** Longer than any request takes, so that no tab is overtaken twice. */
    private static final Duration BETWEEN_TOKENS = Duration.ofSeconds(60);

    private Lifetime() {}

    /** When a code is asked for again, by the current settings. */
    static Instant until(DeviceSettings settings, Instant added, Instant used) {
        Instant from = switch (settings.trust()) {
            case OFF -> Instant.EPOCH;
            case UNTIL_SIGN_OUT -> used;
            case DAYS -> added;
        };
        return from.plus(Duration.ofDays(settings.days()));
    }

    /** Whether a request with the previous token may have begun before the rotation. */
    static boolean stillUnderWay(Instant replaced, Instant now) {
        return now.isBefore(replaced.plus(UNDER_WAY));
    }

    /** Whether the token is old enough to be rotated in the session in which the browser got it. */
    static boolean nextTokenIsDue(Instant replaced, Instant now) {
        return !now.isBefore(replaced.plus(BETWEEN_TOKENS));
    }
}
