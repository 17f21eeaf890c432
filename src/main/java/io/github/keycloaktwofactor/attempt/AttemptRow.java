package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code TWO_FACTOR_ATTEMPT}, and every change that can happen to it. Rows are immutable: a
 * change is a new row that the store writes by compare-and-swap.
 *
 * @param common the count shared by all browsers that present no evidence
 * @param own the counts of the other buckets
 * @param subject id of the credential that {@code claimed} belongs to, or null before the first claim
 * @param claimed of an authenticator the last time step (or HOTP counter) used, of a recovery set the bit mask of used codes
 * @param others the claims of the user's other authenticators, as {@code id=step} separated by spaces, the ids URL-encoded
 * @param version number of changes of the row; -1 if there is no row yet
 */
record AttemptRow(Count common, OwnCounts own, @Nullable String subject, long claimed, String others, long version) {

    /** In time steps; longer than any window looks back. */
    private static final int YOUNG = 20;

    /** No row yet. */
    static final AttemptRow NONE = new AttemptRow(Count.NONE, OwnCounts.NONE, null, -1, "", -1);

    /** Maximum length of {@link #others}: the width of its column. */
    static final int OTHERS_WIDTH = 2000;

    /** The count of the bucket. */
    Count count(Bucket bucket) {
        return switch (bucket.kind()) {
            case COMMON -> common;
            case BROWSER, MAIL -> own.of(bucket);
        };
    }

    /** The row after one more wrong code. */
    AttemptRow failed(Bucket bucket, Waits waits, Instant now) {
        return counting(bucket, count(bucket).failed(waits, now), now);
    }

    /** The last used step of the authenticator, or -1. */
    long lastStep(String credentialId) {
        return credentialId.equals(subject) ? claimed : steps().getOrDefault(credentialId, -1L);
    }

    /**
     * The row after the authenticator's step was used. Old claims of authenticators not among {@code known} are dropped; a
     * young one may be of an authenticator that was added after the request had read which there are.
     */
    AttemptRow stepUsed(Bucket bucket, String credentialId, long step, Set<String> known, Instant now) {
        Map<String, Long> rest = steps();
        if (subject != null) {
            rest.put(subject, claimed);
        }
        rest.remove(credentialId);
        rest.entrySet().removeIf(claim -> !known.contains(claim.getKey()) && claim.getValue() < step - YOUNG);
        AttemptRow counted = counting(bucket, Count.NONE, now);
        return new AttemptRow(counted.common, counted.own, credentialId, step, join(rest), version + 1);
    }

    /** Whether the code at the index of the recovery set was used. */
    boolean codeUsed(String setId, int index) {
        return (usedCodes(setId) & 1L << index) != 0;
    }

    /** The row after the code at the index of the recovery set was used. */
    AttemptRow codeUsedNow(Bucket bucket, String setId, int index, Instant now) {
        AttemptRow counted = counting(bucket, Count.NONE, now);
        return new AttemptRow(counted.common, counted.own, setId, usedCodes(setId) | 1L << index, "", version + 1);
    }

    /** Bit mask of the used codes of the set; 0 for a set that this row knows nothing of. */
    long usedCodes(String setId) {
        return setId.equals(subject) ? claimed : 0;
    }

    /** The row after a success that claims nothing. */
    AttemptRow succeeded(Bucket bucket, Instant now) {
        return counting(bucket, Count.NONE, now);
    }

    /** The row without any count, as with a new authenticator. */
    AttemptRow uncounted() {
        return new AttemptRow(Count.NONE, OwnCounts.NONE, subject, claimed, others, version + 1);
    }

    /** Whether any bucket has a wait, expired or not. */
    boolean waits() {
        return common.waitUntil() != 0 || own.waits();
    }

    /** The row without waits; the counts remain. */
    AttemptRow withoutWaits() {
        return new AttemptRow(common.withoutWait(), own.withoutWaits(), subject, claimed, others, version + 1);
    }

    /** Whether the row belongs to another set than this one, which was replaced after the request had read it. */
    boolean replaced(String setId) {
        return subject != null && !subject.equals(setId);
    }

    CounterState counterState(Bucket bucket, Waits waits, Instant now) {
        return count(bucket).counterState(waits, now);
    }

    /** The state of the worst bucket. */
    CounterState worst(Waits waits, Instant now) {
        return Stream.concat(Stream.of(common), own.counts())
                .map(count -> count.counterState(waits, now))
                .reduce(CounterState::worse)
                .orElseThrow();
    }

    /** Consecutive wrong codes over all buckets. */
    int failures() {
        return common.failures() + own.sum();
    }

    private AttemptRow counting(Bucket bucket, Count count, Instant now) {
        return switch (bucket.kind()) {
            case COMMON -> new AttemptRow(count, own, subject, claimed, others, version + 1);
            case BROWSER, MAIL ->
                new AttemptRow(common, own.with(bucket, count, now), subject, claimed, others, version + 1);
        };
    }

    private Map<String, Long> steps() {
        Map<String, Long> steps = new LinkedHashMap<>();
        for (String entry : others.isEmpty() ? new String[0] : others.split(" ")) {
            int at = entry.lastIndexOf('=');
            steps.put(
                    URLDecoder.decode(entry.substring(0, at), StandardCharsets.UTF_8),
                    Long.parseLong(entry.substring(at + 1)));
        }
        return steps;
    }

    private static String join(Map<String, Long> steps) {
        String joined = steps.entrySet().stream()
                // An imported credential may have any id, even one with a space.
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        if (joined.length() > OTHERS_WIDTH) {
            // Dropping a claim would allow a replay of its code.
            throw new StateUnavailableException("Too many authenticators to remember the last step of each");
        }
        return joined;
    }
}
