package io.github.keycloaktwofactor.totp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;

/** Finds the time step, or the counter, of a code. Replay protection is elsewhere. */
public final class StepMatcher {

    private StepMatcher() {}

    /** The time step of an instant (RFC 6238 §4.2), with T0 = 1970; 64 bits wide. */
    public static long step(Instant now, int periodSeconds) {
        return Math.floorDiv(now.getEpochSecond(), (long) periodSeconds);
    }

    /**
     * The step that the code belongs to. Every candidate is computed and compared in constant time, even after a
     * match, so that timing does not reveal which one matched.
     *
     * @param key the shared key; an empty one matches nothing
     * @param digits the code as ASCII digits; any other text matches nothing
     * @param current the time step now ({@link #step}) or, for HOTP, the next counter that was not used yet
     * @param window how many steps to look beyond {@code current}: for TOTP on both sides (RFC 6238 §5.2), for HOTP
     *     ahead only (RFC 4226 §7.4); a negative one counts as 0
     * @return the latest of the steps that match, so that claiming it also closes the earlier ones; empty if none does
     */
    public static OptionalLong match(byte[] key, OtpParameters parameters, String digits, long current, int window) {
        if (key.length == 0) {
            return OptionalLong.empty();
        }
        OneTimePassword password = new OneTimePassword(key, parameters.algorithm(), parameters.digits());
        byte[] typed = digits.getBytes(StandardCharsets.UTF_8);
        int reach = Math.max(0, window);
        long first = switch (parameters.kind()) {
            case TOTP -> Math.max(0, current - reach);
            case HOTP -> current;
        };
        long matched = -1;
        for (long step = first; step <= current + reach; step++) {
            matched = MessageDigest.isEqual(password.bytesAt(step), typed) ? step : matched;
        }
        return matched < 0 ? OptionalLong.empty() : OptionalLong.of(matched);
    }
}
