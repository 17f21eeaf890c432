package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportOnlyTooLongTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final ReportOnlyTooLong check = new ReportOnlyTooLong(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({"PT0S, false", "P29D, false", "P30D, false", "P30DT1S, true", "P365D, true"})
    void thirtyDaysAreNotTooLong(Duration age, boolean tooLong) {
        assertThat(check.isTooLong(NOW.minus(age))).isEqualTo(tooLong);
    }

    @Test
    void anUnknownTimeIsTooLong() {
        assertThat(check.isTooLong(null)).isTrue();
    }

    /** A tool stored it, and would silence the finding. */
    @Test
    void aTimeInTheFutureIsUnknown() {
        assertThat(check.isTooLong(NOW.plusSeconds(1))).isTrue();
    }
}
