package io.github.keycloaktwofactor.attempt;

/**
 * How long users must wait after consecutive wrong codes (rate limit), and when a factor is blocked (NIST SP 800-63B-4
 * §3.2.2).
 *
 * @param attemptsBeforeWait number of consecutive wrong codes that starts the first wait
 * @param waitSeconds length of the first wait; each further wrong code doubles it
 * @param maxWaitSeconds the longest wait
 * @param maxConsecutiveFailures number of consecutive wrong codes that blocks the factor
 */
public record Waits(int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures) {

    public Waits {
        if (attemptsBeforeWait < 1 || waitSeconds < 1 || maxWaitSeconds < waitSeconds || maxConsecutiveFailures < 1) {
            throw new IllegalArgumentException("Waits must be positive and the longest no shorter than the first");
        }
    }

    /** The same for factors that must not be blocked, because nobody could unblock them. */
    public Waits neverOff() {
        return new Waits(attemptsBeforeWait, waitSeconds, maxWaitSeconds, Integer.MAX_VALUE);
    }

    /** Seconds to wait after that many consecutive wrong codes; 0 if there is no wait yet. */
    long secondsAfter(int failures) {
        int doublings = failures - attemptsBeforeWait;
        if (doublings < 0) {
            return 0;
        }
        // Beyond 2^31 the maximum is long exceeded, and the shift would overflow.
        return doublings > 30 ? maxWaitSeconds : Math.min(maxWaitSeconds, (long) waitSeconds << doublings);
    }

    /** Whether the factor is blocked after that many consecutive wrong codes. */
    boolean off(int failures) {
        return failures >= maxConsecutiveFailures;
    }

    /** Number of wrong codes that are still possible without a wait. */
    int left(int failures) {
        return Math.max(0, attemptsBeforeWait - failures);
    }
}
