package io.github.keycloaktwofactor.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptRowTest {

    private static final Waits WAITS = new Waits(6, 30, 3600, 100);
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Set<String> BOTH = Set.of("phone", "tablet");

    @Test
    void aWrongCodeAddsOneAndKeepsWhatWasUsed() {
        AttemptRow used = AttemptRow.NONE.stepUsed("phone", 41, BOTH).stepUsed("tablet", 42, BOTH);

        AttemptRow failed = used.failed(WAITS, NOW);

        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.waiting(NOW)).isFalse();
        assertThat(failed.lastStep("phone")).isEqualTo(41);
        assertThat(failed.lastStep("tablet")).isEqualTo(42);
    }

    @Test
    void theSixthWrongCodeWaitsToTheMillisecond() {
        AttemptRow row = failures(6);

        assertThat(row.waitUntil()).isEqualTo(NOW.plusSeconds(30).toEpochMilli());
        assertThat(row.waiting(NOW.plusMillis(29_999))).isTrue();
        assertThat(row.waiting(NOW.plusSeconds(30))).isFalse();
    }

    @Test
    void theWaitAfterAWaitIsDoubled() {
        Instant later = NOW.plusSeconds(31);

        assertThat(failures(6).failed(WAITS, later).waitUntil())
                .isEqualTo(later.plusSeconds(60).toEpochMilli());
    }

    @Test
    void anAcceptedStepEndsTheCountAndTheWait() {
        AttemptRow row = failures(7).stepUsed("phone", 5, BOTH);

        assertThat(row.failures()).isZero();
        assertThat(row.waitUntil()).isZero();
        assertThat(row.lastStep("phone")).isEqualTo(5);
    }

    @Test
    void theLastStepOfEachAuthenticatorIsRememberedApart() {
        AttemptRow row = AttemptRow.NONE
                .stepUsed("phone", 7, BOTH)
                .stepUsed("tablet", 7, BOTH)
                .stepUsed("phone", 8, BOTH);

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
                .stepUsed("a b=c", 7, ids)
                .stepUsed("%20", 8, ids)
                .stepUsed("phone", 9, ids);

        assertThat(ids).extracting(row::lastStep).containsExactlyInAnyOrder(7L, 8L, 9L);
    }

    @Test
    void stepsOfAuthenticatorsThatAreGoneAreForgotten() {
        AttemptRow row = AttemptRow.NONE
                .stepUsed("phone", 7, BOTH)
                .stepUsed("tablet", 7, BOTH)
                .stepUsed("watch", 28, Set.of("watch", "tablet"));

        assertThat(row.others()).isEqualTo("tablet=7");
        assertThat(row.lastStep("phone")).isEqualTo(-1);
    }

    @Test
    void aYoungClaimOfAnAuthenticatorThatTheRequestHasNotSeenIsKept() {
        AttemptRow row = AttemptRow.NONE.stepUsed("new phone", 7, Set.of("new phone"));

        assertThat(row.stepUsed("old phone", 8, Set.of("old phone")).lastStep("new phone"))
                .isEqualTo(7);
    }

    @Test
    void anIdMayHoldAnEqualsSign() {
        Set<String> ids = Set.of("f:ldap:a=b", "phone");

        AttemptRow row = AttemptRow.NONE.stepUsed("f:ldap:a=b", 3, ids).stepUsed("phone", 4, ids);

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
                        next = next.stepUsed(id, 56_000_000, ids);
                        assertThat(next.others().length()).isLessThanOrEqualTo(AttemptRow.OTHERS_WIDTH);
                    }
                })
                .isInstanceOf(StateUnavailableException.class);
        assertThat(ids).hasSizeGreaterThan(40);
    }

    @Test
    void eachUsedRecoveryCodeIsABit() {
        AttemptRow row = AttemptRow.NONE.codeUsedNow("set", 0).codeUsedNow("set", 19);

        assertThat(row.codeUsed("set", 0)).isTrue();
        assertThat(row.codeUsed("set", 19)).isTrue();
        assertThat(row.codeUsed("set", 1)).isFalse();
        assertThat(row.usedCodes("set")).isEqualTo(1L | 1L << 19);
    }

    @Test
    void anAcceptedRecoveryCodeEndsTheCountAndTheWait() {
        AttemptRow row = failures(8).codeUsedNow("set", 3);

        assertThat(row.failures()).isZero();
        assertThat(row.waitUntil()).isZero();
    }

    @Test
    void usedCodesBelongToTheirSet() {
        AttemptRow row = new AttemptRow(0, 0, "new", 0, "", 2);

        assertThat(row.usedCodes("new")).isZero();
        assertThat(row.codeUsed("new", 3)).isFalse();
        assertThat(row.replaced("old")).isTrue();
        assertThat(row.replaced("new")).isFalse();
        assertThat(AttemptRow.NONE.replaced("any")).isFalse();
    }

    @Test
    void theEndOfAWaitIsNotTheEndOfTheCount() {
        AttemptRow row = failures(7).withoutWait();

        assertThat(row.waiting(NOW)).isFalse();
        assertThat(row.failures()).isEqualTo(7);
        assertThat(row.failed(WAITS, NOW).waitUntil())
                .isEqualTo(NOW.plusSeconds(120).toEpochMilli());
    }

    @Test
    void everyChangeIsANewVersion() {
        AttemptRow row = AttemptRow.NONE;

        assertThat(row.version()).isEqualTo(-1);
        assertThat(row.failed(WAITS, NOW).version()).isZero();
        assertThat(row.stepUsed("phone", 1, BOTH).version()).isZero();
        assertThat(row.codeUsedNow("set", 1).version()).isZero();
        assertThat(row.withoutWait().version()).isZero();
        assertThat(row.failed(WAITS, NOW).failed(WAITS, NOW).version()).isEqualTo(1);
    }

    @Test
    void theStandingTellsTheWaitTheTriesLeftAndWhetherTheFactorIsOff() {
        assertThat(AttemptRow.NONE.standing(WAITS, NOW)).isEqualTo(new Standing(null, 6, false));
        assertThat(failures(5).standing(WAITS, NOW)).isEqualTo(new Standing(null, 1, false));
        assertThat(failures(6).standing(WAITS, NOW)).isEqualTo(new Standing(NOW.plusSeconds(30), 0, false));
        assertThat(failures(6).standing(WAITS, NOW.plusSeconds(30))).isEqualTo(new Standing(null, 0, false));
        assertThat(failures(100).standing(WAITS, NOW).off()).isTrue();
    }

    private static AttemptRow failures(int count) {
        AttemptRow row = AttemptRow.NONE;
        for (int i = 0; i < count; i++) {
            row = row.failed(WAITS, NOW);
        }
        return row;
    }
}
