package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptRowTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Bucket COMMON = Bucket.COMMON;
    private static final Set<String> BOTH = Set.of("phone", "tablet");

    @Test
    void aWrongCodeAddsOneAndKeepsWhatWasUsed() {
        AttemptRow used =
                AttemptRow.NONE.stepUsed(COMMON, "phone", 41, BOTH, NOW).stepUsed(COMMON, "tablet", 42, BOTH, NOW);

        AttemptRow failed = used.failed(COMMON, WAITS, NOW);

        assertThat(failed.common().failures()).isEqualTo(1);
        assertThat(failed.common().waiting(NOW)).isFalse();
        assertThat(failed.lastStep("phone")).isEqualTo(41);
        assertThat(failed.lastStep("tablet")).isEqualTo(42);
    }

    @Test
    void theSixthWrongCodeWaitsToTheMillisecond() {
        AttemptRow row = failures(6);

        assertThat(row.common().waitUntil()).isEqualTo(NOW.plusSeconds(30).toEpochMilli());
        assertThat(row.common().waiting(NOW.plusMillis(29_999))).isTrue();
        assertThat(row.common().waiting(NOW.plusSeconds(30))).isFalse();
    }

    @Test
    void theWaitAfterAWaitIsDoubled() {
        Instant later = NOW.plusSeconds(31);

        assertThat(failures(6).failed(COMMON, WAITS, later).common().waitUntil())
                .isEqualTo(later.plusSeconds(60).toEpochMilli());
    }

    @Test
    void anAcceptedStepEndsTheCountAndTheWait() {
        AttemptRow row = failures(7).stepUsed(COMMON, "phone", 5, BOTH, NOW);

        assertThat(row.common().failures()).isZero();
        assertThat(row.common().waitUntil()).isZero();
        assertThat(row.lastStep("phone")).isEqualTo(5);
    }

    @Test
    void theLastStepOfEachAuthenticatorIsRememberedApart() {
        AttemptRow row = AttemptRow.NONE
                .stepUsed(COMMON, "phone", 7, BOTH, NOW)
                .stepUsed(COMMON, "tablet", 7, BOTH, NOW)
                .stepUsed(COMMON, "phone", 8, BOTH, NOW);

        assertThat(row.subject()).isEqualTo("phone");
        assertThat(row.lastStep("phone")).isEqualTo(8);
        assertThat(row.lastStep("tablet")).isEqualTo(7);
        assertThat(row.others()).isEqualTo("tablet=7");
        assertThat(row.lastStep("never used")).isEqualTo(-1);
    }

    @Test
    void anIdMayHoldWhatItLikes() {
        Set<String> ids = Set.of("a b=c", "%20", "phone");
        AttemptRow row = AttemptRow.NONE
                .stepUsed(COMMON, "a b=c", 7, ids, NOW)
                .stepUsed(COMMON, "%20", 8, ids, NOW)
                .stepUsed(COMMON, "phone", 9, ids, NOW);

        assertThat(ids).extracting(row::lastStep).containsExactlyInAnyOrder(7L, 8L, 9L);
    }

    @Test
    void stepsOfAuthenticatorsThatAreGoneAreForgotten() {
        AttemptRow row = AttemptRow.NONE
                .stepUsed(COMMON, "phone", 7, BOTH, NOW)
                .stepUsed(COMMON, "tablet", 7, BOTH, NOW)
                .stepUsed(COMMON, "watch", 28, Set.of("watch", "tablet"), NOW);

        assertThat(row.others()).isEqualTo("tablet=7");
        assertThat(row.lastStep("phone")).isEqualTo(-1);
    }

    @Test
    void aYoungClaimOfAnAuthenticatorThatTheRequestHasNotSeenIsKept() {
        AttemptRow row = AttemptRow.NONE.stepUsed(COMMON, "new phone", 7, Set.of("new phone"), NOW);

        assertThat(row.stepUsed(COMMON, "old phone", 8, Set.of("old phone"), NOW)
                        .lastStep("new phone"))
                .isEqualTo(7);
    }

    @Test
    void aClaimThatIsJustYoungEnoughIsKept() {
        AttemptRow row = AttemptRow.NONE.stepUsed(COMMON, "gone", 7, BOTH, NOW);

        assertThat(row.stepUsed(COMMON, "phone", 27, BOTH, NOW).lastStep("gone"))
                .isEqualTo(7);
        assertThat(row.stepUsed(COMMON, "phone", 28, BOTH, NOW).lastStep("gone"))
                .isEqualTo(-1);
    }

    @Test
    void whatFitsTheColumnToTheLastCharacterIsKept() {
        String longest = "a".repeat(AttemptRow.OTHERS_WIDTH - "=7".length());

        assertThat(claimedBeside(longest).others()).hasSize(AttemptRow.OTHERS_WIDTH);
        assertThatThrownBy(() -> claimedBeside(longest + "a")).isInstanceOf(StateUnavailableException.class);
    }

    @Test
    void anIdMayHoldAnEqualsSign() {
        Set<String> ids = Set.of("f:ldap:a=b", "phone");

        AttemptRow row =
                AttemptRow.NONE.stepUsed(COMMON, "f:ldap:a=b", 3, ids, NOW).stepUsed(COMMON, "phone", 4, ids, NOW);

        assertThat(row.lastStep("f:ldap:a=b")).isEqualTo(3);
    }

    @Test
    void moreAuthenticatorsThanFitAreRefusedInsteadOfForgotten() {
        Set<String> ids = new HashSet<>();
        AttemptRow row = AttemptRow.NONE;

        assertThatThrownBy(() -> {
                    AttemptRow next = row;
                    for (int i = 0; i < 100; i++) {
                        String id = "00000000-0000-0000-0000-%012d".formatted(i);
                        ids.add(id);
                        next = next.stepUsed(COMMON, id, 56_000_000, ids, NOW);
                        assertThat(next.others().length()).isLessThanOrEqualTo(AttemptRow.OTHERS_WIDTH);
                    }
                })
                .isInstanceOf(StateUnavailableException.class);
        assertThat(ids).hasSizeGreaterThan(40);
    }

    @Test
    void eachUsedRecoveryCodeIsABit() {
        AttemptRow row = AttemptRow.NONE.codeUsedNow(COMMON, "set", 0, NOW).codeUsedNow(COMMON, "set", 19, NOW);

        assertThat(row.codeUsed("set", 0)).isTrue();
        assertThat(row.codeUsed("set", 19)).isTrue();
        assertThat(row.codeUsed("set", 1)).isFalse();
        assertThat(row.usedCodes("set")).isEqualTo(1L | 1L << 19);
    }

    @Test
    void anAcceptedRecoveryCodeEndsTheCountAndTheWait() {
        AttemptRow row = failures(8).codeUsedNow(COMMON, "set", 3, NOW);

        assertThat(row.common().failures()).isZero();
        assertThat(row.common().waitUntil()).isZero();
    }

    @Test
    void usedCodesBelongToTheirSet() {
        AttemptRow row = new AttemptRow(Count.NONE, OwnCounts.NONE, "new", 0, "", 2);

        assertThat(row.usedCodes("new")).isZero();
        assertThat(row.codeUsed("new", 3)).isFalse();
        assertThat(row.replaced("old")).isTrue();
        assertThat(row.replaced("new")).isFalse();
        assertThat(AttemptRow.NONE.replaced("any")).isFalse();
    }

    @Test
    void theEndOfAWaitIsNotTheEndOfTheCount() {
        AttemptRow row = failures(7).withoutWaits();

        assertThat(row.common().waiting(NOW)).isFalse();
        assertThat(row.common().failures()).isEqualTo(7);
        assertThat(row.failed(COMMON, WAITS, NOW).common().waitUntil())
                .isEqualTo(NOW.plusSeconds(120).toEpochMilli());
    }

    @Test
    void everyChangeIsANewVersion() {
        AttemptRow row = AttemptRow.NONE;

        assertThat(row.version()).isEqualTo(-1);
        assertThat(row.failed(COMMON, WAITS, NOW).version()).isZero();
        assertThat(row.stepUsed(COMMON, "phone", 1, BOTH, NOW).version()).isZero();
        assertThat(row.codeUsedNow(COMMON, "set", 1, NOW).version()).isZero();
        assertThat(row.failed(Bucket.MAILED_LINK, WAITS, NOW).version()).isZero();
        assertThat(row.uncounted().version()).isZero();
        assertThat(row.withoutWaits().version()).isZero();
        assertThat(row.failed(COMMON, WAITS, NOW).failed(COMMON, WAITS, NOW).version())
                .isEqualTo(1);
    }

    @Test
    void theStandingTellsTheWaitTheTriesLeftAndWhetherTheFactorIsOff() {
        assertThat(AttemptRow.NONE.counterState(COMMON, WAITS, NOW)).isEqualTo(new CounterState(null, 6, false));
        assertThat(failures(5).counterState(COMMON, WAITS, NOW)).isEqualTo(new CounterState(null, 1, false));
        assertThat(failures(6).counterState(COMMON, WAITS, NOW))
                .isEqualTo(new CounterState(NOW.plusSeconds(30), 0, false));
        assertThat(failures(6).counterState(COMMON, WAITS, NOW.plusSeconds(30)))
                .isEqualTo(new CounterState(null, 0, false));
        assertThat(failures(100).counterState(COMMON, WAITS, NOW).off()).isTrue();
    }

    private static AttemptRow claimedBeside(String id) {
        return AttemptRow.NONE
                .stepUsed(COMMON, id, 7, Set.of(id), NOW)
                .stepUsed(COMMON, "phone", 8, Set.of(id, "phone"), NOW);
    }

    private static AttemptRow failures(int count) {
        AttemptRow row = AttemptRow.NONE;
        for (int i = 0; i < count; i++) {
            row = row.failed(COMMON, WAITS, NOW);
        }
        return row;
    }
}
