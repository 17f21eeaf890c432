package io.github.keycloaktwofactor.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a row besides the common one, of buckets in which codes were wrong since the last right one. Stored as
 * {@code bucket=failures,end of the wait,time of the last wrong code} separated by spaces.
 *
 * @param text the stored text; empty for none
 */
record OwnCounts(String text) {

    static final OwnCounts NONE = new OwnCounts("");

    /** Maximum number of a user's browsers with their own count; all further ones share one, which limits the attempts. */
    static final int MOST_BROWSERS = 10;

    /** Width of the column. */
    static final int WIDTH = 1000;

    /** Longer than a browser stays known, so a dropped count is of no browser that is still known. */
    private static final Duration KEPT = Duration.ofDays(400);

    /** Null if empty, on all databases: Oracle stores an empty string as null. */
    static OwnCounts stored(@Nullable String text) {
        return new OwnCounts(Objects.requireNonNullElse(text, ""));
    }

    @Nullable
    String column() {
        return text.isEmpty() ? null : text;
    }

    Count of(Bucket bucket) {
        Map<String, Aged> all = parsed();
        Aged found = all.get(place(all, bucket));
        return found == null ? Count.NONE : found.count();
    }

    /** A copy with another count for that bucket; {@link Count#NONE} removes it. */
    OwnCounts with(Bucket bucket, Count count, Instant now) {
        Map<String, Aged> all = parsed();
        long oldest = now.minus(KEPT).toEpochMilli();
        String place = place(all, bucket);
        all.values().removeIf(aged -> aged.at() < oldest);
        if (count.equals(Count.NONE)) {
            all.remove(place);
        } else {
            all.put(place, new Aged(count, now.toEpochMilli()));
        }
        return joined(all);
    }

    /** A copy without waits; the counts remain. */
    OwnCounts withoutWaits() {
        return mapped(aged -> new Aged(aged.count().withoutWait(), aged.at()));
    }

    boolean waits() {
        return parsed().values().stream().anyMatch(aged -> aged.count().waitUntil() != 0);
    }

    /** The counts of all these buckets. */
    Stream<Count> counts() {
        return parsed().values().stream().map(Aged::count);
    }

    /** Consecutive wrong codes over all these buckets. */
    int sum() {
        return parsed().values().stream()
                .mapToInt(aged -> aged.count().failures())
                .sum();
    }

    /** The highest count of a bucket of the kind. */
    int most(Bucket.Kind kind) {
        return parsed().entrySet().stream()
                .filter(entry -> kindOf(entry.getKey()).equals(kind.text()))
                .mapToInt(entry -> entry.getValue().count().failures())
                .max()
                .orElse(0);
    }

    private static String place(Map<String, Aged> all, Bucket bucket) {
        boolean another = bucket.kind() == Bucket.Kind.BROWSER && !all.containsKey(bucket.name());
        boolean full = all.keySet().stream()
                        .filter(name -> kindOf(name).equals(Bucket.Kind.BROWSER.text()))
                        .filter(name -> !name.equals(Bucket.OTHER_BROWSERS.name()))
                        .count()
                >= MOST_BROWSERS;
        return another && full ? Bucket.OTHER_BROWSERS.name() : bucket.name();
    }

    private static String kindOf(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private OwnCounts mapped(UnaryOperator<Aged> change) {
        Map<String, Aged> all = parsed();
        all.replaceAll((name, aged) -> change.apply(aged));
        return joined(all);
    }

    private Map<String, Aged> parsed() {
        Map<String, Aged> all = new LinkedHashMap<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(" ")) {
            int equals = entry.indexOf('=');
            String[] numbers = entry.substring(equals + 1).split(",");
            Count count = new Count(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
            all.put(entry.substring(0, equals), new Aged(count, Long.parseLong(numbers[2])));
        }
        return all;
    }

    private static OwnCounts joined(Map<String, Aged> all) {
        return new OwnCounts(all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().text())
                .collect(Collectors.joining(" ")));
    }

    private record Aged(Count count, long at) {

        String text() {
            return count.failures() + "," + count.waitUntil() + "," + at;
        }
    }
}
