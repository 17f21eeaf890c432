package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in seconds; a save happens at 100. */
class SavedTimesTest {

    private static final Clock NOW = Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC);

    @ParameterizedTest(name = "{0} -> {1}: required since {2}, only reporting since {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "requireEveryone=true requiredSince=7, requireEveryone=true, 7, -",
                "'', requireEveryone=true, 100, -",
                "requireEveryone=true requiredSince=7, '', -, -",
                "requireEveryone=true requiredSince=7, requireEveryone=true mode=REPORT_ONLY, -, 100",
                "mode=REPORT_ONLY reportOnlySince=7, requireEveryone=true mode=REPORT_ONLY, -, 7",
                "mode=REPORT_ONLY reportOnlySince=7, mode=REPORT_ONLY reportOnlySince=1 supportText=x, -, 7",
                "mode=REPORT_ONLY, mode=REPORT_ONLY, -, 100",
                "mode=REPORT_ONLY reportOnlySince=101, mode=REPORT_ONLY, -, 100",
                "requireEveryone=true requiredSince=101, requireEveryone=true, 100, -",
                "mode=ENFORCE reportOnlySince=7, mode=REPORT_ONLY, -, 100",
                "requireEveryone=true mode=REPORT_ONLY reportOnlySince=7, requireEveryone=true, 100, -",
                "requireEveryone=true mode=REPORT_ONLY reportOnlySince=7 requiredSince=3, requireEveryone=true, 100, -",
            })
    void aSaveKeepsTheTimesOfWhatItDoesNotBegin(String before, String after, Long required, Long reportOnly) {
        SavedTimes times = SavedTimes.of(settings(before), settings(after), NOW);

        assertThat(times).isEqualTo(new SavedTimes(time(required), time(reportOnly)));
    }

    private static Instant time(Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    private static PolicySettings settings(String settings) {
        return PolicySettings.from(RequirementTest.config(settings));
    }
}
