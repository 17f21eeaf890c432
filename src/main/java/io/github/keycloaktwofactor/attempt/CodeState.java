package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worst state of a user's code counters in any browser, as administrators see it.
 *
 * @param off whether a kind of code is blocked in one of them
 * @param waitUntil end of the longest wait, or null without one
 */
public record CodeState(boolean off, @Nullable Instant waitUntil) {

    /** Nothing was counted. */
    public static final CodeState FREE = new CodeState(false, null);

    /**
     * The state of one counter, from the columns of its row.
     *
     * @param failures column {@code FAILURES}
     * @param waitUntil column {@code WAIT_UNTIL}
     * @param ownCounts column {@code OWN_COUNTS}
     */
    public static CodeState of(int failures, long waitUntil, @Nullable String ownCounts, Waits waits, Instant now) {
        return Stream.concat(
                        Stream.of(new Count(failures, waitUntil)),
                        OwnCounts.stored(ownCounts).counts())
                .map(count -> count.counterState(waits, now))
                .map(state -> new CodeState(state.off(), state.waitUntil()))
                .reduce(FREE, CodeState::and);
    }

    /** The worse of both. */
    public CodeState and(CodeState other) {
        return new CodeState(off || other.off, later(waitUntil, other.waitUntil));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
