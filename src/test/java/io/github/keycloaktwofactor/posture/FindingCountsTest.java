package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FindingCountsTest {

    private static final Finding HIGH = finding(Severity.HIGH);
    private static final Finding OPEN = finding(Severity.OPEN);

    private Instant now = Instant.parse("2026-11-30T10:00:00Z");

    private final FindingCounts counts = new FindingCounts(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void numbersAreGoodForFiveMinutes() {
        assertThat(counts.due(List.of("a"))).containsExactly("a");
        counts.keep("a", "acme", List.of(HIGH, OPEN, OPEN));

        now = now.plus(Duration.ofMinutes(4));
        assertThat(counts.due(List.of("a"))).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(counts.due(List.of("a"))).containsExactly("a");
        assertThat(counts.sum(Severity.OPEN)).as("until they are replaced").isEqualTo(2);
    }

    @Test
    void aChangeMakesThemDueAtOnce() {
        counts.keep("a", "acme", List.of(HIGH));
        assertThat(counts.due(List.of("a"))).isEmpty();
        assertThat(counts.isLookDue()).isFalse();

        counts.outdate("a");

        assertThat(counts.isLookDue()).isTrue();
        assertThat(counts.due(List.of("a"))).containsExactly("a");
        assertThat(counts.sum(Severity.HIGH)).isEqualTo(1);
    }

    @Test
    void theListOfRealmsIsReadOnceAMinuteAtMost() {
        counts.due(List.of());
        assertThat(counts.isLookDue()).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(counts.isLookDue()).isTrue();
    }

    @Test
    void aClockThatIsSetBackMakesThemDue() {
        counts.keep("a", "acme", List.of(HIGH));
        assertThat(counts.due(List.of("a"))).isEmpty();

        now = now.minus(Duration.ofHours(1));

        assertThat(counts.isLookDue()).isTrue();
        assertThat(counts.due(List.of("a"))).containsExactly("a");
    }

    @Test
    void aRealmThatFailsIsTriedAgainAsLateAsAnother() {
        counts.keep("a", "acme", List.of(HIGH));
        now = now.plus(Duration.ofMinutes(6));
        counts.failed("a");
        assertThat(counts.due(List.of("a"))).isEmpty();
        assertThat(counts.sum(Severity.HIGH)).isEqualTo(1);
    }

    @Test
    void aRealmWithoutTheGuardIsNotCounted() {
        counts.keep("a", "acme", List.of(HIGH));
        counts.keep("b", "other", List.of(HIGH));
        assertThat(counts.sum(Severity.HIGH)).isEqualTo(2);

        counts.due(List.of("b"));

        assertThat(counts.byName().keySet()).containsExactly("other");
    }

    @Test
    void fiveHundredRealmsAreCountedAndNoMore() {
        List<String> realms = IntStream.range(0, 600).mapToObj(i -> "r" + i).toList();
        assertThat(counts.due(realms)).hasSize(500);
        realms.forEach(id -> counts.keep(id, id, List.of(HIGH)));
        assertThat(counts.sum(Severity.HIGH)).isEqualTo(500);
    }

    private static Finding finding(Severity severity) {
        return new Finding("some", severity, new Subject("realm", "a", "acme"), "It is so.", "Change it.");
    }
}
