package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnCountsTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Bucket FIRST = Bucket.browser("0000000000000001");
    private static final Bucket SECOND = Bucket.browser("0000000000000002");

    @Test
    void eachBucketIsCountedApart() {
        OwnCounts counts = failed(failed(OwnCounts.NONE, FIRST, 7), Bucket.MAILED_LINK, 2);

        assertThat(counts.of(FIRST)).isEqualTo(new Count(7, NOW.plusSeconds(60).toEpochMilli()));
        assertThat(counts.of(Bucket.MAILED_LINK)).isEqualTo(new Count(2, 0));
        assertThat(counts.of(SECOND)).isEqualTo(Count.NONE);
        assertThat(OwnCounts.stored(counts.column())).isEqualTo(counts);
    }

    @Test
    void theStoredFormIsAContract() {
        OwnCounts counts =
                OwnCounts.stored("browser:0000000000000001=7,1777896060000,1777896000000 mail=2,0,1777896000000");

        assertThat(counts.of(FIRST)).isEqualTo(new Count(7, 1777896060000L));
        assertThat(counts.of(Bucket.MAILED_LINK).failures()).isEqualTo(2);
        assertThat(failed(failed(OwnCounts.NONE, FIRST, 7), Bucket.MAILED_LINK, 2))
                .isEqualTo(counts);
    }

    @Test
    void nothingIsStoredOnceAllCountsHaveEnded() {
        OwnCounts counts = failed(OwnCounts.NONE, FIRST, 1).with(FIRST, Count.NONE, NOW);

        assertThat(counts).isEqualTo(OwnCounts.NONE);
        assertThat(counts.column()).isNull();
        assertThat(OwnCounts.stored(null)).isEqualTo(OwnCounts.NONE);
    }

    @Test
    void browsersForWhichThereIsNoRoomShareOneCountAndGainNoTriesByIt() {
        OwnCounts counts = OwnCounts.NONE;
        for (int i = 0; i < OwnCounts.MOST_BROWSERS; i++) {
            counts = failed(counts, Bucket.browser("%016x".formatted(i)), 99);
        }
        Bucket eleventh = Bucket.browser("00000000000000aa");
        Bucket twelfth = Bucket.browser("00000000000000bb");

        counts = failed(counts, eleventh, 60);
        counts = failed(counts, twelfth, 40);

        assertThat(counts.of(eleventh).failures()).isEqualTo(100);
        assertThat(counts.of(twelfth).failures()).isEqualTo(100);
        assertThat(counts.of(Bucket.browser("%016x".formatted(3))).failures()).isEqualTo(99);
        assertThat(counts.of(Bucket.MAILED_LINK)).isEqualTo(Count.NONE);
        assertThat(failed(counts, Bucket.MAILED_LINK, 100).text().length()).isLessThan(OwnCounts.WIDTH);
        assertThat(counts.sum()).isEqualTo(1090);
        assertThat(counts.most(Bucket.Kind.BROWSER)).isEqualTo(100);
    }

    @Test
    void aCountThatIsOlderThanAnyKnownBrowserMakesRoom() {
        OwnCounts counts = failed(OwnCounts.NONE, FIRST, 3);
        Instant later = NOW.plus(Duration.ofDays(401));

        counts = counts.with(SECOND, new Count(1, 0), later);

        assertThat(counts.of(FIRST)).isEqualTo(Count.NONE);
        assertThat(counts.of(SECOND).failures()).isEqualTo(1);
    }

    @Test
    void aCountIsKeptForFourHundredDaysAndNotLonger() {
        OwnCounts counts = failed(OwnCounts.NONE, FIRST, 3);
        Instant then = NOW.plus(Duration.ofDays(400));

        assertThat(counts.with(SECOND, new Count(1, 0), then).of(FIRST).failures())
                .isEqualTo(3);
        assertThat(counts.with(SECOND, new Count(1, 0), then.plusMillis(1)).of(FIRST))
                .isEqualTo(Count.NONE);
    }

    @Test
    void onlyBrowsersWithACountOfTheirOwnTakeRoom() {
        Bucket last = Bucket.browser("00000000000000aa");
        OwnCounts counts = failed(OwnCounts.NONE, Bucket.MAILED_LINK, 1);
        for (int i = 0; i < OwnCounts.MOST_BROWSERS; i++) {
            counts = failed(counts, Bucket.browser("%016x".formatted(i)), 1);
        }
        assertThat(failed(counts, Bucket.browser("%016x".formatted(9)), 1)
                        .of(Bucket.browser("%016x".formatted(9)))
                        .failures())
                .isEqualTo(2);
        counts = failed(counts, last, 5);

        counts = counts.with(Bucket.browser("%016x".formatted(0)), Count.NONE, NOW);

        assertThat(counts.of(last)).isEqualTo(Count.NONE);
        assertThat(failed(counts, last, 1).of(last).failures()).isEqualTo(1);
        assertThat(failed(counts, last, 1).of(Bucket.OTHER_BROWSERS).failures()).isEqualTo(5);
    }

    @Test
    void theEndOfTheWaitsIsNotTheEndOfTheCounts() {
        OwnCounts counts = failed(failed(OwnCounts.NONE, FIRST, 7), Bucket.MAILED_LINK, 8);
        assertThat(counts.waits()).isTrue();

        counts = counts.withoutWaits();

        assertThat(counts.waits()).isFalse();
        assertThat(counts.of(FIRST)).isEqualTo(new Count(7, 0));
        assertThat(counts.of(Bucket.MAILED_LINK)).isEqualTo(new Count(8, 0));
    }

    private static OwnCounts failed(OwnCounts counts, Bucket bucket, int times) {
        OwnCounts after = counts;
        for (int i = 0; i < times; i++) {
            after = after.with(bucket, after.of(bucket).failed(WAITS, NOW), NOW);
        }
        return after;
    }
}
