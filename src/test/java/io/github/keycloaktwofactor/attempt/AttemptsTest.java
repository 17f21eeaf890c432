package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which an attempt is counted, looked at and claimed, against a table of one row. */
class AttemptsTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);
    private static final Instant START = Instant.parse("2026-05-04T12:00:00Z");
    private static final AttemptKey KEY = new AttemptKey("realm", "user", Counter.TOTP);
    private static final Attempts.Match MATCH = new Attempts.Match("phone", 42);
    private static final Set<String> PHONE = Set.of("phone");
    private static final IntSupplier NOT_LOOKED_AT = () -> {
        throw new AssertionError("The code was looked at");
    };

    private final AttemptStore store = mock(AttemptStore.class);
    private final DeviceTokens devices = mock(DeviceTokens.class);
    /** What others do to the row between a request's reading and its writing, each once. */
    private final Deque<UnaryOperator<AttemptRow>> others = new ArrayDeque<>();

    private AttemptRow row = AttemptRow.NONE;
    private Instant now = START;
    private int statements;
    private Attempts attempts;

    @BeforeEach
    void table() {
        when(store.read(any())).thenReturn(AttemptRow.NONE);
        when(store.read(KEY)).thenAnswer(call -> row);
        when(store.swap(any(), any(), any())).thenAnswer(call -> {
            if (!others.isEmpty()) {
                row = others.pop().apply(row);
            }
            AttemptRow from = call.getArgument(1);
            if (from.version() != row.version()) {
                return false;
            }
            row = call.getArgument(2);
            return true;
        });
        when(store.claimStep(any(), any(), anyLong(), any(), any())).thenAnswer(call -> {
            statements++;
            long step = call.getArgument(2);
            boolean claimed = call.getArgument(1).equals(row.subject())
                    && row.claimed() < step
                    && !row.waiting(now)
                    && !WAITS.off(row.failures());
            row = claimed ? row.stepUsed("phone", step, PHONE) : row;
            return claimed;
        });
        attempts = new Attempts(store, devices, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
    }

    @Test
    void aRecoveryCodeIsCountedAsWrongBeforeItIsLookedAt() {
        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", () -> {
            assertThat(row.failures()).isEqualTo(1);
            return 3;
        });

        assertThat(outcome.accepted()).isTrue();
        assertThat(row.failures()).isZero();
        assertThat(row.codeUsed("set", 3)).isTrue();
    }

    @Test
    void onlyARecoveryCodeThatIsUsedForgetsTheDevicesOfItsOwner() {
        attempts.recoveryCode(KEY, WAITS, "set", () -> -1);
        verify(devices, never()).forgetAll(any(), any());

        attempts.recoveryCode(KEY, WAITS, "set", () -> 3);
        attempts.recoveryCode(KEY, WAITS, "set", () -> 3);

        verify(devices).forgetAll("realm", "user");
    }

    @Test
    void aTrustedBrowserCountsForItselfAndClaimsTheStepForAll() {
        AttemptKey device = new AttemptKey("realm", "user", Counter.DEVICE);
        Map<AttemptKey, AttemptRow> rows = severalRows();
        rows.put(KEY, AttemptRow.NONE.failed(WAITS, now).failed(WAITS, now));

        assertThat(attempts.oneTimePassword(KEY, device, WAITS, null, PHONE).verdict())
                .isEqualTo(Verdict.WRONG);
        assertThat(rows.get(device).failures()).isEqualTo(1);
        assertThat(attempts.oneTimePassword(KEY, device, WAITS, MATCH, PHONE).accepted())
                .isTrue();
        assertThat(rows.get(device).failures()).isZero();
        assertThat(rows.get(KEY).failures()).isEqualTo(2);
        assertThat(rows.get(KEY).lastStep("phone")).isEqualTo(42);
        assertThat(attempts.oneTimePassword(KEY, device, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
        assertThat(rows.get(device).failures()).isEqualTo(1);
    }

    @Test
    void theCountOfTrustedBrowsersBeginsAnewWhenOneIsRememberedAndWithANewAuthenticator() {
        AttemptKey device = new AttemptKey("realm", "user", Counter.DEVICE);
        Map<AttemptKey, AttemptRow> rows = severalRows();
        AttemptRow off = new AttemptRow(100, Long.MAX_VALUE, null, -1, "", 7);

        rows.put(device, off);
        rows.put(KEY, off);
        attempts.countDevicesAnew("realm", "user");
        assertThat(rows.get(device).failures()).isZero();
        assertThat(rows.get(device).waitUntil()).isZero();
        assertThat(rows.get(KEY)).isEqualTo(off);

        rows.put(device, off);
        attempts.enrolled(KEY, MATCH, PHONE);
        assertThat(rows.get(device).failures()).isZero();
        assertThat(rows.get(KEY).failures()).isZero();
    }

    @Test
    void aTrustedBrowserWaitsAfterItsOwnWrongCodes() {
        AttemptKey device = new AttemptKey("realm", "user", Counter.DEVICE);
        when(store.read(device)).thenAnswer(call -> row);
        for (int i = 0; i < 6; i++) {
            attempts.oneTimePassword(KEY, device, WAITS, null, PHONE);
        }

        assertThat(attempts.oneTimePassword(KEY, device, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.WAITING);
    }

    @Test
    void theSixthRecoveryCodeWaitsAlreadyWhileItIsLookedAt() {
        count(5);

        attempts.recoveryCode(KEY, WAITS, "set", () -> {
            assertThat(row.waiting(now)).isTrue();
            assertThat(attempts.recoveryCode(KEY, WAITS, "set", NOT_LOOKED_AT).verdict())
                    .isEqualTo(Verdict.WAITING);
            return -1;
        });

        assertThat(row.failures()).isEqualTo(6);
    }

    @Test
    void inAWaitNoRecoveryCodeIsLookedAtOrCounted() {
        count(6);

        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", NOT_LOOKED_AT);

        assertThat(outcome).isEqualTo(new Outcome(Verdict.WAITING, new Standing(START.plusSeconds(30), 0, false)));
        assertThat(row.failures()).isEqualTo(6);
    }

    @Test
    void aFactorThatIsOffIsNotLookedAt() {
        count(100);
        now = START.plus(Duration.ofDays(365));

        assertThat(attempts.recoveryCode(KEY, WAITS, "set", NOT_LOOKED_AT).verdict())
                .isEqualTo(Verdict.OFF);
        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE).verdict()).isEqualTo(Verdict.OFF);
        assertThat(row.failures()).isEqualTo(100);
    }

    @Test
    void aWrongRecoveryCodeStaysCounted() {
        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", () -> -1);

        assertThat(outcome).isEqualTo(new Outcome(Verdict.WRONG, new Standing(null, 5, false)));
        assertThat(row.failures()).isEqualTo(1);
    }

    @Test
    void aRecoveryCodeThatSomebodyElseClaimsInBetweenIsUsed() {
        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", () -> {
            others.add(before -> before.codeUsedNow("set", 3));
            return 3;
        });

        assertThat(outcome.verdict()).isEqualTo(Verdict.USED);
        assertThat(row.usedCodes("set")).isEqualTo(1L << 3);
    }

    @Test
    void anotherRecoveryCodeThatIsClaimedInBetweenStaysUsed() {
        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", () -> {
            others.add(before -> before.codeUsedNow("set", 0));
            return 3;
        });

        assertThat(outcome.accepted()).isTrue();
        assertThat(row.usedCodes("set")).isEqualTo(1L | 1L << 3);
    }

    @Test
    void aRecoveryCodeOfASetThatIsReplacedMeanwhileIsWrong() {
        Outcome outcome = attempts.recoveryCode(KEY, WAITS, "set", () -> {
            row = new AttemptRow(0, 0, "new set", 0, "", row.version() + 1);
            return 3;
        });

        assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(row.usedCodes("new set")).isZero();
    }

    @Test
    void theFirstCodeOfAllIsAcceptedWithoutARow() {
        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE))
                .isEqualTo(new Outcome(Verdict.ACCEPTED, new Standing(null, 6, false)));
        assertThat(row.lastStep("phone")).isEqualTo(42);
    }

    @Test
    void theSameStepAndEarlierOnesAreUsedAndCounted() {
        attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE);

        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE).verdict()).isEqualTo(Verdict.USED);
        assertThat(attempts.oneTimePassword(KEY, WAITS, new Attempts.Match("phone", 41), PHONE)
                        .verdict())
                .isEqualTo(Verdict.USED);
        assertThat(row.failures()).isEqualTo(2);
        assertThat(attempts.oneTimePassword(KEY, WAITS, new Attempts.Match("phone", 43), PHONE)
                        .accepted())
                .isTrue();
        assertThat(row.failures()).isZero();
    }

    @Test
    void aWrongCodeRunsTheSameStatementAsARightOne() {
        attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE);
        attempts.oneTimePassword(KEY, WAITS, null, PHONE);

        assertThat(statements).isEqualTo(2);
        assertThat(row.lastStep("phone")).isEqualTo(42);
        assertThat(row.failures()).isEqualTo(1);
    }

    @Test
    void aRightCodeThatLosesTheRaceIntoTheWaitIsNotAccepted() {
        count(5);
        others.add(before -> before.failed(WAITS, now));

        Outcome outcome = attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE);

        assertThat(outcome.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(row.lastStep("phone")).isEqualTo(-1);
    }

    @Test
    void aWrongCodeThatLosesARaceIsCountedOnTopOfTheOther() {
        others.add(before -> before.failed(WAITS, now));
        others.add(before -> before.failed(WAITS, now));

        assertThat(attempts.oneTimePassword(KEY, WAITS, null, PHONE).standing().triesLeft())
                .isEqualTo(3);
        assertThat(row.failures()).isEqualTo(3);
    }

    @Test
    void aCodeThatSomebodyElseUsesInBetweenIsUsed() {
        others.add(before -> before.stepUsed("phone", 42, PHONE));

        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE).verdict()).isEqualTo(Verdict.USED);
    }

    @Test
    void theWaitEndsToTheMillisecondAndTheNextIsDoubled() {
        count(6);
        now = START.plusSeconds(30).minusMillis(1);
        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE).verdict()).isEqualTo(Verdict.WAITING);
        now = START.plusSeconds(30);

        assertThat(attempts.oneTimePassword(KEY, WAITS, null, PHONE))
                .isEqualTo(new Outcome(Verdict.WRONG, new Standing(now.plusSeconds(60), 0, false)));
    }

    @Test
    void theCodeOfAnEnrolmentIsUsedAndEndsTheCount() {
        count(7);

        attempts.enrolled(KEY, MATCH, PHONE);

        assertThat(row.failures()).isZero();
        assertThat(attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE).verdict()).isEqualTo(Verdict.USED);
    }

    @Test
    void nobodyIsLetInWhenARowNeverComesToRest() {
        doReturn(false).when(store).swap(any(), any(), any());

        assertThatThrownBy(() -> attempts.oneTimePassword(KEY, WAITS, MATCH, PHONE))
                .isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> attempts.recoveryCode(KEY, WAITS, "set", NOT_LOOKED_AT))
                .isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> attempts.enrolled(KEY, MATCH, PHONE)).isInstanceOf(StateUnavailableException.class);
    }

    /** One row a counter, and nobody else about. */
    private Map<AttemptKey, AttemptRow> severalRows() {
        Map<AttemptKey, AttemptRow> rows = new HashMap<>();
        doAnswer(call -> rows.getOrDefault(call.getArgument(0), AttemptRow.NONE))
                .when(store)
                .read(any());
        doAnswer(call -> {
                    rows.put(call.getArgument(0), call.getArgument(2));
                    return true;
                })
                .when(store)
                .swap(any(), any(), any());
        return rows;
    }

    private void count(int failures) {
        for (int i = 0; i < failures; i++) {
            row = row.failed(WAITS, START);
        }
    }
}
