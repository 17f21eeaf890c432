package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import java.time.Duration;
import java.time.Instant;

/** How long a device is trusted, and a token that was replaced. */
final class Lifetime {

    /** Two tabs may sign in with one token, and only one of them gets the next. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    /** Longer than requests are under way, so that no tab is overtaken twice. */
    private static final Duration BETWEEN_TOKENS = Duration.ofSeconds(60);

    private Lifetime() {}

    /** When a code is asked for again, by the settings of now. */
    static Instant until(DeviceSettings settings, Instant added, Instant used) {
        Instant from = switch (settings.trust()) {
            case OFF -> Instant.EPOCH;
            case UNTIL_SIGN_OUT -> used;
            case DAYS -> added;
        };
        return from.plus(Duration.ofDays(settings.days()));
    }

    /** Whether a request with the token before the present one may have begun before it was replaced. */
    static boolean stillUnderWay(Instant replaced, Instant now) {
        return now.isBefore(replaced.plus(UNDER_WAY));
    }

    /** Whether the token is old enough to be replaced in the session in which the browser got it. */
    static boolean nextTokenIsDue(Instant replaced, Instant now) {
        return !now.isBefore(replaced.plus(BETWEEN_TOKENS));
    }
}
