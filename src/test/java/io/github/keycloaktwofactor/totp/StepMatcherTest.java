package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepMatcherTest {

    private static final byte[] KEY = OneTimePasswordTest.key(20);
    private static final OtpParameters TOTP = new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30);
    private static final OtpParameters HOTP = new OtpParameters(OtpKind.HOTP, OtpAlgorithm.SHA1, 6, 0);

    @ParameterizedTest
    @CsvSource({
        "0,30,0",
        "29,30,0",
        "30,30,1",
        "59,30,1",
        "59,60,0",
        "60,60,1",
        "-1,30,-1",
        "200000000000,30,6666666666"
    })
    void countsTimeStepsFrom1970(long seconds, int period, long step) {
        assertThat(StepMatcher.step(Instant.ofEpochSecond(seconds), period)).isEqualTo(step);
        assertThat(StepMatcher.step(Instant.ofEpochSecond(seconds, 999_999_999), period))
                .isEqualTo(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void aTimeStepMatchesInTheWindowOnBothSidesAndNotBeyond(int window) {
        long current = 50_000_000;
        for (long step = current - window - 1; step <= current + window + 1; step++) {
            boolean inside = Math.abs(step - current) <= window;

            assertThat(StepMatcher.match(KEY, TOTP, code(step), current, window))
                    .isEqualTo(inside ? OptionalLong.of(step) : OptionalLong.empty());
        }
    }

    @Test
    void aCounterMatchesAheadOnly() {
        assertThat(StepMatcher.match(KEY, HOTP, code(4), 5, 3)).isEmpty();
        assertThat(StepMatcher.match(KEY, HOTP, code(5), 5, 3)).hasValue(5);
        assertThat(StepMatcher.match(KEY, HOTP, code(8), 5, 3)).hasValue(8);
        assertThat(StepMatcher.match(KEY, HOTP, code(9), 5, 3)).isEmpty();
    }

    /** The steps 153567 and 153569 of this key happen to have the same code. */
    @Test
    void theLatestOfSeveralMatchesIsAnswered() {
        assertThat(code(153_567)).isEqualTo("468457").isEqualTo(code(153_569));

        assertThat(StepMatcher.match(KEY, TOTP, "468457", 153_568, 1)).hasValue(153_569);
        assertThat(StepMatcher.match(KEY, TOTP, "468457", 153_567, 1)).hasValue(153_567);
        assertThat(StepMatcher.match(KEY, HOTP, "468457", 153_567, 2)).hasValue(153_569);
    }

    @Test
    void aStepBeyond32BitsMatches() {
        assertThat(StepMatcher.match(KEY, TOTP, "649215", 6_666_666_667L, 1)).hasValue(6_666_666_666L);
        assertThat(StepMatcher.match(KEY, TOTP, "629445", 6_666_666_667L, 1)).isEmpty();
    }

    @Test
    void thereIsNoStepBeforeTheFirst() {
        assertThat(StepMatcher.match(KEY, TOTP, code(0), 0, 1)).hasValue(0);
        assertThat(StepMatcher.match(KEY, TOTP, code(-1), 0, 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "75522", "7552240", "0755224", "75522x", "７５５２２４", "755224 "})
    void onlyTheExactDigitsMatch(String digits) {
        assertThat(StepMatcher.match(KEY, TOTP, "755224", 0, 0)).hasValue(0);
        assertThat(StepMatcher.match(KEY, TOTP, digits, 0, 0)).isEmpty();
    }

    @Test
    void algorithmAndDigitsAreThoseOfTheCredential() {
        OtpParameters parameters = new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA512, 8, 60);
        byte[] key = OneTimePasswordTest.key(64);

        assertThat(StepMatcher.match(key, parameters, "90693936", 1, 0)).hasValue(1);
        assertThat(StepMatcher.match(key, TOTP, "90693936", 1, 0)).isEmpty();
        assertThat(StepMatcher.match(key, parameters, "693936", 1, 0)).isEmpty();
    }

    @Test
    void anEmptyKeyMatchesNothing() {
        assertThat(StepMatcher.match(new byte[0], TOTP, "755224", 0, 1)).isEmpty();
    }

    @Test
    void aNegativeWindowCountsAsNone() {
        assertThat(StepMatcher.match(KEY, TOTP, code(7), 7, -1)).hasValue(7);
        assertThat(StepMatcher.match(KEY, TOTP, code(6), 7, -1)).isEmpty();
    }

    private static String code(long step) {
        return new OneTimePassword(KEY, OtpAlgorithm.SHA1, 6).at(step);
    }
}
