package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;

final class OutcomesTest {

    private static final CounterState OPEN = new CounterState(null, 3, false);
    private static final CounterState WAITS = new CounterState(Instant.EPOCH, 0, false);
    private static final CounterState OFF = new CounterState(null, 0, true);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Outcomes outcomes;

    @BeforeEach
    void setUp() {
        Metrics.addRegistry(registry);
        KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
        when(session.getContext().getRealm().getName()).thenReturn("acme");
        outcomes = Outcomes.measuredIn(session);
    }

    @AfterEach
    void tearDown() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void everyOutcomeIsCountedByItsName() {
        outcomes.add(Counter.TOTP, new AttemptResult(Verdict.ACCEPTED, OPEN));
        outcomes.add(Counter.TOTP, new AttemptResult(Verdict.WRONG, OPEN));
        outcomes.add(Counter.RECOVERY_CODE, new AttemptResult(Verdict.USED, OPEN));

        assertThat(challenges("totp", "accepted")).isEqualTo(1);
        assertThat(challenges("totp", "wrong")).isEqualTo(1);
        assertThat(challenges("recovery-code", "used")).isEqualTo(1);
        assertThat(of("two.factor.waits")).isZero();
        assertThat(of("two.factor.blocks")).isZero();
    }

    @Test
    void onlyTheCodeThatBeginsAWaitCountsAsOne() {
        for (Verdict verdict : List.of(Verdict.WRONG, Verdict.WAITING, Verdict.WAITING)) {
            outcomes.add(Counter.TOTP, new AttemptResult(verdict, WAITS));
        }

        assertThat(registry.get("two.factor.waits")
                        .tags("method", "totp")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void onlyTheCodeThatSwitchesOffCountsAsABlock() {
        for (Verdict verdict : List.of(Verdict.WRONG, Verdict.OFF)) {
            outcomes.add(Counter.TOTP, new AttemptResult(verdict, OFF));
        }

        assertThat(registry.get("two.factor.blocks")
                        .tags("method", "totp")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(of("two.factor.waits")).isZero();
    }

    private double of(String metric) {
        return registry.find(metric).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double challenges(String method, String result) {
        return registry.get("two.factor.challenges")
                .tags("method", method, "result", result)
                .counter()
                .count();
    }
}
