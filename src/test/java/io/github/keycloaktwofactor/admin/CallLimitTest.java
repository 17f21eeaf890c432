package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CallLimitTest {

    private static final String REALM = "acme";

    private final CallLimit limit = new CallLimit(4, 5);

    @Test
    void noMoreThanSoManyAreAtWorkAtOnce() {
        Runnable first = limit.tryBegin(REALM).orElseThrow();
        limit.tryBegin(REALM).orElseThrow();
        assertThat(limit.tryBegin(REALM)).isEmpty();

        first.run();

        assertThat(limit.tryBegin(REALM)).isPresent();
    }

    @Test
    void endingTwiceMakesNoSecondPlace() {
        Runnable first = limit.tryBegin(REALM).orElseThrow();
        limit.tryBegin(REALM).orElseThrow();

        first.run();
        first.run();

        assertThat(limit.tryBegin(REALM)).isPresent();
        assertThat(limit.tryBegin(REALM)).isEmpty();
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> limit.within(REALM, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
