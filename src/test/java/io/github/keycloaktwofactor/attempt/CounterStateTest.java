package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the help desk sees of a counter: the worst of all its buckets. */
class CounterStateTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 10);
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Bucket BROWSER = Bucket.browser("0000000000000001");

    @Test
    void theWorstOfBothIsTakenInEachRespect() {
        CounterState waiting = new CounterState(NOW.plusSeconds(30), 0, false);
        CounterState longer = new CounterState(NOW.plusSeconds(60), 3, false);
        CounterState off = new CounterState(null, 6, true);

        assertThat(waiting.worse(longer)).isEqualTo(new CounterState(NOW.plusSeconds(60), 0, false));
        assertThat(longer.worse(waiting)).isEqualTo(waiting.worse(longer));
        assertThat(off.worse(waiting)).isEqualTo(new CounterState(NOW.plusSeconds(30), 0, true));
        assertThat(waiting.worse(off)).isEqualTo(off.worse(waiting));
    }

    @Test
    void anOwnerWhoIsOffInTheirOwnBrowserIsSeen() {
        AttemptRow row = AttemptRow.NONE;
        for (int i = 0; i < 10; i++) {
            row = row.failed(BROWSER, WAITS, NOW);
        }
        row = row.failed(Bucket.COMMON, WAITS, NOW);
        Counters counters = new Counters(Map.of("totp", row), NOW);

        assertThat(counters.worst(Counter.TOTP, WAITS).off()).isTrue();
        assertThat(counters.counterState(Counter.TOTP, Bucket.COMMON, WAITS).off())
                .isFalse();
        assertThat(counters.failures(Counter.TOTP)).isEqualTo(11);
        assertThat(counters.worst(Counter.RECOVERY_CODE, WAITS).open()).isTrue();
    }
}
