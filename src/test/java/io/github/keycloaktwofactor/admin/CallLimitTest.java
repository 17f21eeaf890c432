package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CallLimitTest {

    private final CallLimit limit = new CallLimit(2, 5);

    @Test
    void noMoreThanSoManyAreAtWorkAtOnce() {
        Runnable first = limit.tryBegin().orElseThrow();
        limit.tryBegin().orElseThrow();
        assertThat(limit.tryBegin()).isEmpty();

        first.run();

        assertThat(limit.tryBegin()).isPresent();
    }

    @Test
    void endingTwiceMakesNoSecondPlace() {
        Runnable first = limit.tryBegin().orElseThrow();
        limit.tryBegin().orElseThrow();

        first.run();
        first.run();

        assertThat(limit.tryBegin()).isPresent();
        assertThat(limit.tryBegin()).isEmpty();
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> limit.within(() -> {
                        throw new IllegalStateException("broken");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
