package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);

    @Test
    void theSixthWrongCodeInARowStartsTheFirstWait() {
        assertThat(IntStream.rangeClosed(0, 5).mapToLong(WAITS::secondsAfter)).containsOnly(0L);
        assertThat(WAITS.secondsAfter(6)).isEqualTo(30);
    }

    @Test
    void eachFurtherWrongCodeDoublesTheWaitUpToTheLongest() {
        assertThat(IntStream.rangeClosed(6, 15).mapToLong(WAITS::secondsAfter))
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L, 3600L);
    }

    @Test
    void theWaitStaysTheLongestHoweverManyWrongCodesThereWere() {
        assertThat(IntStream.of(36, 37, 38, 69, 70, 100, 1000, Integer.MAX_VALUE)
                        .mapToLong(WAITS::secondsAfter))
                .containsOnly(3600L);
    }

    @Test
    void theLongestWaitMayBeTheFirst() {
        Waits always = new Waits(1, 10, 10, 10);

        assertThat(always.secondsAfter(0)).isZero();
        assertThat(always.secondsAfter(1)).isEqualTo(10);
        assertThat(always.secondsAfter(2)).isEqualTo(10);
    }

    @Test
    void theSmallestLimitsAreLimits() {
        Waits strictest = new Waits(1, 1, 1, 1);

        assertThat(strictest.secondsAfter(1)).isEqualTo(1);
        assertThat(strictest.off(1)).isTrue();
    }

    @Test
    void aDayInSecondsDoesNotOverflow() {
        Waits long86400 = new Waits(3, 3600, 86400, 100);

        assertThat(IntStream.rangeClosed(3, 100).mapToLong(long86400::secondsAfter))
                .allMatch(seconds -> seconds >= 3600 && seconds <= 86400);
        assertThat(long86400.secondsAfter(33)).isEqualTo(86400);
    }

    @Test
    void theFactorIsOffFromTheHundredthWrongCodeInARowOn() {
        assertThat(WAITS.off(99)).isFalse();
        assertThat(WAITS.off(100)).isTrue();
        assertThat(WAITS.off(101)).isTrue();
    }

    @Test
    void theTriesLeftAreThoseBeforeTheWait() {
        assertThat(WAITS.left(0)).isEqualTo(6);
        assertThat(WAITS.left(5)).isEqualTo(1);
        assertThat(WAITS.left(6)).isZero();
        assertThat(WAITS.left(7)).isZero();
    }

    @Test
    void limitsThatWouldSwitchTheRuleOffAreNoLimits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Waits(0, 30, 3600, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Waits(6, 0, 3600, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Waits(6, 30, 29, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Waits(6, 30, 3600, 0));
    }
}
