package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.store.DeviceTokens;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 2: the order in which an attempt is counted, looked at and claimed, against a table of one row. */
class AttemptsTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);
    private static final Instant START = Instant.parse("2026-05-04T12:00:00Z");
    private static final AttemptKey KEY = new AttemptKey("realm", "user", Counter.TOTP);
    private static final Bucket COMMON = Bucket.COMMON;
    private static final Bucket BROWSER = Bucket.browser("0123456789abcdef");
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
    private final List<String> statements = new ArrayList<>();
    private final List<Verdict> told = new ArrayList<>();
    private Attempts attempts;

    @BeforeEach
    void table() {
        when(store.read(any())).thenReturn(AttemptRow.NONE);
        when(store.read(KEY)).thenAnswer(call -> {
            statements.add("read");
            return row;
        });
        when(store.readAll("realm", "user")).thenAnswer(call -> {
            statements.add("read");
            return row.version() < 0
                    ? Map.of()
                    : Map.of(Counter.TOTP.column(), row, Counter.RECOVERY_CODE.column(), row);
        });
        when(store.swap(any(), any(), any())).thenAnswer(call -> {
            statements.add("swap");
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
        when(store.claimStep(any(), any(), any(), anyLong())).thenAnswer(call -> {
            statements.add("claim");
            Bucket bucket = call.getArgument(1);
            long step = call.getArgument(3);
            boolean claimed =
                    call.getArgument(2).equals(row.subject()) && row.claimed() < step && nothingCounted(bucket);
            row = claimed ? row.stepUsed(bucket, "phone", step, PHONE, now) : row;
            return claimed;
        });
        when(store.countFirst(any(), any(), any(), any())).thenAnswer(call -> {
            statements.add("count");
            Bucket bucket = call.getArgument(1);
            boolean counted = row.version() >= 0 && nothingCounted(bucket);
            row = counted ? row.failed(bucket, WAITS, now) : row;
            return counted;
        });
        attempts = new Attempts(
                store,
                devices,
                new Clock() {
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
                },
                (counter, outcome) -> told.add(outcome.verdict()));
    }

    @Test
    void aRecoveryCodeIsCountedAsWrongBeforeItIsLookedAt() {
        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> {
            assertThat(row.common().failures()).isEqualTo(1);
            return 3;
        });

        assertThat(outcome.accepted()).isTrue();
        assertThat(row.common().failures()).isZero();
        assertThat(row.codeUsed("set", 3)).isTrue();
    }

    @Test
    void theFirstRecoveryCodeOfASetIsOneLikeTheOthers() {
        assertThat(attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> 0).accepted())
                .isTrue();
        assertThat(row.codeUsed("set", 0)).isTrue();
        assertThat(attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> 0).verdict())
                .isEqualTo(Verdict.USED);
    }

    @Test
    void aRightCodeAfterARightOneIsAcceptedByOneStatement() {
        row = AttemptRow.NONE.stepUsed(COMMON, "phone", 41, PHONE, START);

        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).accepted())
                .isTrue();
        assertThat(statements).containsExactly("claim");
    }

    @Test
    void onlyARecoveryCodeThatIsUsedForgetsTheDevicesOfItsOwner() {
        attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> -1);
        verify(devices, never()).forgetAll(any(), any());

        attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> 3);
        attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> 3);

        verify(devices).forgetAll("realm", "user");
    }

    @Test
    void aBucketCountsForItselfAndClaimsTheStepForAll() {
        count(2);

        assertThat(attempts.oneTimePassword(KEY, BROWSER, WAITS, null, PHONE).verdict())
                .isEqualTo(Verdict.WRONG);
        assertThat(row.count(BROWSER).failures()).isEqualTo(1);
        assertThat(attempts.oneTimePassword(KEY, BROWSER, WAITS, MATCH, PHONE).accepted())
                .isTrue();
        assertThat(row.count(BROWSER).failures()).isZero();
        assertThat(row.common().failures()).isEqualTo(2);
        assertThat(row.lastStep("phone")).isEqualTo(42);
        assertThat(attempts.oneTimePassword(KEY, BROWSER, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
        assertThat(row.count(BROWSER).failures()).isEqualTo(1);
        assertThat(row.common().failures()).isEqualTo(3);
    }

    @Test
    void aBucketThatIsOpenTakesCodesWhileTheCommonOneIsOff() {
        count(100);

        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.OFF);
        assertThat(attempts.oneTimePassword(KEY, BROWSER, WAITS, MATCH, PHONE).accepted())
                .isTrue();
        assertThat(attempts.recoveryCode(KEY, Bucket.MAILED_LINK, WAITS, "phone", () -> 2)
                        .accepted())
                .isTrue();
        assertThat(row.common().failures()).isEqualTo(100);
    }

    @Test
    void aBucketWaitsAfterItsOwnWrongCodes() {
        for (int i = 0; i < 6; i++) {
            attempts.oneTimePassword(KEY, BROWSER, WAITS, null, PHONE);
        }

        assertThat(attempts.oneTimePassword(KEY, BROWSER, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.WAITING);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).accepted())
                .isTrue();
    }

    @Test
    void aNewAuthenticatorEndsEveryCountAndAPasswordChangeEveryWait() {
        for (Bucket bucket : List.of(COMMON, BROWSER, Bucket.MAILED_LINK)) {
            for (int i = 0; i < 6; i++) {
                attempts.oneTimePassword(KEY, bucket, WAITS, null, PHONE);
            }
        }

        attempts.endWaits("realm", "user");
        for (Bucket bucket : List.of(COMMON, BROWSER, Bucket.MAILED_LINK)) {
            assertThat(row.count(bucket)).isEqualTo(new Count(6, 0));
        }

        attempts.enrolled(KEY, MATCH, PHONE);
        for (Bucket bucket : List.of(COMMON, BROWSER, Bucket.MAILED_LINK)) {
            assertThat(row.count(bucket)).isEqualTo(Count.NONE);
        }
    }

    @Test
    void failuresAreToldInSumAndForEachKindOfBucket() {
        count(3);
        attempts.oneTimePassword(KEY, BROWSER, WAITS, null, PHONE);
        attempts.oneTimePassword(KEY, Bucket.browser("other"), WAITS, null, PHONE);
        attempts.oneTimePassword(KEY, Bucket.browser("other"), WAITS, null, PHONE);
        attempts.oneTimePassword(KEY, Bucket.MAILED_LINK, WAITS, null, PHONE);

        assertThat(attempts.failures(KEY))
                .isEqualTo(new Attempts.Failures(
                        7, Map.of(Bucket.Kind.COMMON, 3, Bucket.Kind.BROWSER, 2, Bucket.Kind.MAIL, 1)));
    }

    @Test
    void theSixthRecoveryCodeWaitsAlreadyWhileItIsLookedAt() {
        count(5);

        attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> {
            assertThat(row.common().waiting(now)).isTrue();
            assertThat(attempts.recoveryCode(KEY, COMMON, WAITS, "set", NOT_LOOKED_AT)
                            .verdict())
                    .isEqualTo(Verdict.WAITING);
            return -1;
        });

        assertThat(row.common().failures()).isEqualTo(6);
    }

    @Test
    void inAWaitNoRecoveryCodeIsLookedAtOrCounted() {
        count(6);

        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", NOT_LOOKED_AT);

        assertThat(outcome.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(outcome.counterState()).isEqualTo(new CounterState(START.plusSeconds(30), 0, false));
        assertThat(row.common().failures()).isEqualTo(6);
    }

    @Test
    void aFactorThatIsOffIsNotLookedAt() {
        count(100);
        now = START.plus(Duration.ofDays(365));

        assertThat(attempts.recoveryCode(KEY, COMMON, WAITS, "set", NOT_LOOKED_AT)
                        .verdict())
                .isEqualTo(Verdict.OFF);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.OFF);
        assertThat(row.common().failures()).isEqualTo(100);
    }

    @Test
    void aWrongRecoveryCodeStaysCounted() {
        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> -1);

        assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(outcome.counterState()).isEqualTo(new CounterState(null, 5, false));
        assertThat(row.common().failures()).isEqualTo(1);
    }

    @Test
    void aRecoveryCodeThatSomebodyElseClaimsInBetweenIsUsed() {
        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> {
            others.add(before -> before.codeUsedNow(COMMON, "set", 3, now));
            return 3;
        });

        assertThat(outcome.verdict()).isEqualTo(Verdict.USED);
        assertThat(row.usedCodes("set")).isEqualTo(1L << 3);
    }

    @Test
    void anotherRecoveryCodeThatIsClaimedInBetweenStaysUsed() {
        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> {
            others.add(before -> before.codeUsedNow(COMMON, "set", 0, now));
            return 3;
        });

        assertThat(outcome.accepted()).isTrue();
        assertThat(row.usedCodes("set")).isEqualTo(1L | 1L << 3);
    }

    @Test
    void aRecoveryCodeOfASetThatIsReplacedMeanwhileIsWrong() {
        AttemptResult outcome = attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> {
            row = new AttemptRow(Count.NONE, OwnCounts.NONE, "new set", 0, "", row.version() + 1);
            return 3;
        });

        assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(row.usedCodes("new set")).isZero();
    }

    @Test
    void theFirstCodeOfAllIsAcceptedWithoutARow() {
        AttemptResult outcome = attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE);

        assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(outcome.counterState()).isEqualTo(new CounterState(null, 6, false));
        assertThat(row.lastStep("phone")).isEqualTo(42);
    }

    @Test
    void theSameStepAndEarlierOnesAreUsedAndCounted() {
        attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE);

        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, new Attempts.Match("phone", 41), PHONE)
                        .verdict())
                .isEqualTo(Verdict.USED);
        assertThat(row.common().failures()).isEqualTo(2);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, new Attempts.Match("phone", 43), PHONE)
                        .accepted())
                .isTrue();
        assertThat(row.common().failures()).isZero();
    }

    /** Otherwise of codes that are posted at once a right one would be accepted before the wrong ones are counted. */
    @ParameterizedTest
    @MethodSource("buckets")
    void aWrongCodeIsCountedAfterAsManyStatementsAsARightOneIsAccepted(Bucket bucket) {
        attempts.oneTimePassword(KEY, bucket, WAITS, MATCH, PHONE);
        statements.clear();

        attempts.oneTimePassword(KEY, bucket, WAITS, new Attempts.Match("phone", 43), PHONE);
        assertThat(statements).containsExactly("claim");
        statements.clear();
        attempts.oneTimePassword(KEY, bucket, WAITS, null, PHONE);
        assertThat(statements).containsExactly("count");
        statements.clear();
        attempts.oneTimePassword(KEY, bucket, WAITS, null, PHONE);
        assertThat(statements).containsExactly("count", "read", "swap");
        statements.clear();
        attempts.oneTimePassword(KEY, bucket, WAITS, new Attempts.Match("phone", 44), PHONE);
        assertThat(statements).containsExactly("claim", "read", "swap");
    }

    private static List<Bucket> buckets() {
        return List.of(COMMON, BROWSER, Bucket.MAILED_LINK);
    }

    @Test
    void aRightCodeThatLosesTheRaceIntoTheWaitIsNotAccepted() {
        count(5);
        others.add(before -> before.failed(COMMON, WAITS, now));

        AttemptResult outcome = attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE);

        assertThat(outcome.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(row.lastStep("phone")).isEqualTo(-1);
    }

    @Test
    void aWrongCodeThatLosesARaceIsCountedOnTopOfTheOther() {
        others.add(before -> before.failed(COMMON, WAITS, now));
        others.add(before -> before.failed(COMMON, WAITS, now));

        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, null, PHONE)
                        .counterState()
                        .triesLeft())
                .isEqualTo(3);
        assertThat(row.common().failures()).isEqualTo(3);
    }

    @Test
    void aCodeThatSomebodyElseUsesInBetweenIsUsed() {
        others.add(before -> before.stepUsed(COMMON, "phone", 42, PHONE, now));

        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
    }

    @Test
    void theWaitEndsToTheMillisecondAndTheNextIsDoubled() {
        count(6);
        now = START.plusSeconds(30).minusMillis(1);
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.WAITING);
        now = START.plusSeconds(30);

        AttemptResult outcome = attempts.oneTimePassword(KEY, COMMON, WAITS, null, PHONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(outcome.counterState()).isEqualTo(new CounterState(now.plusSeconds(60), 0, false));
    }

    @Test
    void theCodeOfAnEnrolmentIsUsedAndEndsTheCount() {
        count(7);

        attempts.enrolled(KEY, MATCH, PHONE);

        assertThat(row.common().failures()).isZero();
        assertThat(attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE).verdict())
                .isEqualTo(Verdict.USED);
    }

    @Test
    void aPasswordIsCountedAsWrongBeforeItIsLookedAtAndARightOneTakesThatBack() {
        assertThat(attempts.password(KEY, WAITS, () -> false).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(row.common().failures()).isEqualTo(1);

        assertThat(attempts.password(KEY, WAITS, () -> {
                            assertThat(row.common().failures()).isEqualTo(2);
                            return true;
                        })
                        .accepted())
                .isTrue();
        assertThat(row.common().failures()).isZero();
    }

    @Test
    void noPasswordIsLookedAtDuringAWait() {
        count(6);

        assertThat(attempts.password(KEY, WAITS, () -> {
                            throw new AssertionError("The password was looked at");
                        })
                        .verdict())
                .isEqualTo(Verdict.WAITING);
        assertThat(row.common().failures()).isEqualTo(6);
    }

    @Test
    void tellsWhatWasUsed() {
        assertThat(attempts.counters("realm", "user").lastStep("phone")).isEmpty();
        row = AttemptRow.NONE.stepUsed(COMMON, "phone", 0, PHONE, START);
        assertThat(attempts.counters("realm", "user").lastStep("phone")).hasValue(0);

        row = AttemptRow.NONE.codeUsedNow(COMMON, "set", 0, START).codeUsedNow(COMMON, "set", 4, START);
        assertThat(attempts.counters("realm", "user").usedCodes("set")).isEqualTo(2);
    }

    @Test
    void everyOutcomeIsToldOnce() {
        attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE);
        attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE);
        attempts.oneTimePassword(KEY, COMMON, WAITS, null, PHONE);
        row = AttemptRow.NONE;
        attempts.recoveryCode(KEY, COMMON, WAITS, "set", () -> 3);
        attempts.password(KEY, WAITS, () -> true);
        attempts.password(KEY, WAITS, () -> false);

        assertThat(told)
                .containsExactly(
                        Verdict.ACCEPTED,
                        Verdict.USED,
                        Verdict.WRONG,
                        Verdict.ACCEPTED,
                        Verdict.ACCEPTED,
                        Verdict.WRONG);
    }

    @Test
    void nobodyIsLetInWhenARowNeverComesToRest() {
        doReturn(false).when(store).swap(any(), any(), any());

        assertThatThrownBy(() -> attempts.oneTimePassword(KEY, COMMON, WAITS, MATCH, PHONE))
                .isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> attempts.recoveryCode(KEY, COMMON, WAITS, "set", NOT_LOOKED_AT))
                .isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> attempts.enrolled(KEY, MATCH, PHONE)).isInstanceOf(StateUnavailableException.class);
    }

    private boolean nothingCounted(Bucket bucket) {
        return bucket.kind() == Bucket.Kind.COMMON
                ? row.common().failures() == 0
                : row.own().text().isEmpty();
    }

    private void count(int failures) {
        for (int i = 0; i < failures; i++) {
            row = row.failed(COMMON, WAITS, START);
        }
    }
}
