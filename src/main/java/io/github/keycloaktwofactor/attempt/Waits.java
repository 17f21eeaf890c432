package io.github.keycloaktwofactor.attempt;

/**
 * How long a person waits after wrong codes in a row, and when a factor is switched off (NIST SP 800-63B-4 §3.2.2).
 *
 * @param attemptsBeforeWait the wrong code in a row that is answered with the first wait
 * @param waitSeconds length of the first wait; each further wrong code doubles it
 * @param maxWaitSeconds the longest wait
 * @param maxConsecutiveFailures wrong codes in a row after which the factor is off
 */
public record Waits(int attemptsBeforeWait, int waitSeconds, int maxWaitSeconds, int maxConsecutiveFailures) {

    public Waits {
        if (attemptsBeforeWait < 1 || waitSeconds < 1 || maxWaitSeconds < waitSeconds || maxConsecutiveFailures < 1) {
            throw new IllegalArgumentException("Waits must be positive and the longest no shorter than the first");
        }
    }

    /** The same for what nobody could switch on again. */
    public Waits neverOff() {
        return new Waits(attemptsBeforeWait, waitSeconds, maxWaitSeconds, Integer.MAX_VALUE);
    }

    /** Seconds to wait after the given number of wrong codes in a row; 0 while there is no wait yet. */
    long secondsAfter(int failures) {
        int doublings = failures - attemptsBeforeWait;
        if (doublings < 0) {
            return 0;
        }
        // Beyond 2^31 the cap has long been reached, and the shift would overflow.
        return doublings > 30 ? maxWaitSeconds : Math.min(maxWaitSeconds, (long) waitSeconds << doublings);
    }

    /** Whether the factor is switched off after the given number of wrong codes in a row. */
    boolean off(int failures) {
        return failures >= maxConsecutiveFailures;
    }

    /** Wrong codes that are still answered without a wait. */
    int left(int failures) {
        return Math.max(0, attemptsBeforeWait - failures);
    }
}
