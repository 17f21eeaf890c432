package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.event.ReportedOutcome;
import io.github.keycloaktwofactor.policy.Obligation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NextStepTest {

    /**
     * taken by another, outdated, service account, change pending, impersonated, begun in the user's name, verified, proved,
     * enrolled, trusted device, owns another factor, old, unproved, obligation, next step; a step in brackets is only
     * reported.
     */
    private static final String[] DECISIONS = {
        "yes *   *   *   *   *   *   *   *   *   *   *   *   *            REFUSE_OTHER_USER",
        "no  yes *   *   *   *   *   *   *   *   *   *   *   *            BEGIN_AGAIN",
        "no  no  yes *   *   *   *   *   *   *   *   *   *   *            NOTHING",
        "no  no  no  yes yes *   *   *   *   *   *   *   *   *            REFUSE_IMPERSONATOR",
        "no  no  no  no  yes yes *   *   *   *   *   *   *   *            NOTHING",
        "no  no  no  no  yes no  yes *   *   *   *   *   *   *            NOTHING",
        "no  no  no  no  no  *   yes *   *   *   *   *   *   *            NOTHING",
        "no  no  no  no  yes no  no  *   yes yes *   *   *   *            NOTHING",
        "no  no  no  no  no  *   no  *   yes yes *   *   *   *            NOTHING",
        "no  no  no  no  yes no  no  *   yes no  *   *   *   *            ASK_CODE",
        "no  no  no  no  no  *   no  *   yes no  *   *   *   *            ASK_CODE",
        "no  no  no  no  yes no  no  *   no  *   yes *   *   REQUIRED     USE_OTHER_FACTOR",
        "no  no  no  no  yes no  no  *   no  *   yes *   *   REPORTED     (USE_OTHER_FACTOR)",
        "no  no  no  no  no  *   no  *   no  *   yes *   *   REQUIRED     USE_OTHER_FACTOR",
        "no  no  no  no  no  *   no  *   no  *   yes *   *   REPORTED     (USE_OTHER_FACTOR)",
        "no  no  no  no  yes no  no  *   no  *   no  *   yes REQUIRED     PROVE_FIRST",
        "no  no  no  no  yes no  no  *   no  *   no  *   yes REPORTED     (PROVE_FIRST)",
        "no  no  no  no  no  *   no  *   no  *   no  *   yes REQUIRED     PROVE_FIRST",
        "no  no  no  no  no  *   no  *   no  *   no  *   yes REPORTED     (PROVE_FIRST)",
        "no  no  no  no  yes no  no  *   no  *   no  *   no  REQUIRED     ENROL",
        "no  no  no  no  yes no  no  *   no  *   no  *   no  REPORTED     (ENROL)",
        "no  no  no  no  no  *   no  *   no  *   no  *   no  REQUIRED     ENROL",
        "no  no  no  no  no  *   no  *   no  *   no  *   no  REPORTED     (ENROL)",
        "no  no  no  no  yes no  no  *   no  *   *   *   *   EXEMPT       NOTHING",
        "no  no  no  no  no  *   no  *   no  *   *   *   *   EXEMPT       NOTHING",
        "no  no  no  no  yes no  no  *   no  *   *   *   *   NOT_REQUIRED NOTHING",
        "no  no  no  no  no  *   no  *   no  *   *   *   *   NOT_REQUIRED NOTHING",
        "no  no  no  yes no  *   *   yes *   *   *   *   *   *            NOTHING",
        "no  no  no  yes no  *   *   no  yes *   *   *   *   *            ASK_CODE",
        "no  no  no  yes no  *   *   no  no  *   yes *   *   *            USE_OTHER_FACTOR",
        "no  no  no  yes no  *   *   no  no  *   no  yes *   *            SIGN_IN_AGAIN",
        "no  no  no  yes no  *   *   no  no  *   no  no  yes *            PROVE_FIRST",
        "no  no  no  yes no  *   yes no  no  *   no  no  no  *            NOTHING",
        "no  no  no  yes no  *   no  no  no  *   no  no  no  REQUIRED     ENROL",
        "no  no  no  yes no  *   no  no  no  *   no  no  no  REPORTED     (ENROL)",
        "no  no  no  yes no  *   no  no  no  *   no  no  no  EXEMPT       NOTHING",
        "no  no  no  yes no  *   no  no  no  *   no  no  no  NOT_REQUIRED NOTHING",
    };

    private static final List<String> NAMES = List.of(
            "takenByAnother",
            "outdated",
            "serviceAccount",
            "changePending",
            "impersonated",
            "begunInTheUsersName",
            "verified",
            "proved",
            "enrolled",
            "trustedDevice",
            "ownsOtherFactor",
            "old",
            "unproved");

    @Test
    void everyFactIsInTheTable() {
        assertThat(Stream.of(SignInFacts.class.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(NAMES.stream(), Stream.of("obligation")).toList());
    }

    @Test
    void everyCombinationOfFactsHasTheStepOfTheDecisionTable() {
        List<String[]> table = Stream.of(DECISIONS).map(row -> row.split(" +")).toList();
        combinations().forEach(facts -> {
            List<String> steps = table.stream()
                    .filter(row -> facts.applies(row))
                    .map(row -> row[row.length - 1])
                    .toList();
            assertThat(steps).as("rows of the table for %s", facts).hasSize(1);
            assertThat(facts.shown()).as("%s", facts).isEqualTo(steps.get(0));
        });
    }

    /** The look-ups behind them cost time: the order of the rules says which are needed. */
    @Test
    void noFactIsAskedForThatTheRulesBeforeHaveMadeNeedless() {
        assertThat(combination(Obligation.REQUIRED, "verified").asked())
                .containsExactly(
                        "takenByAnother", "outdated", "serviceAccount", "changePending", "impersonated", "verified");
        assertThat(combinations())
                .filteredOn(facts -> facts.is("enrolled"))
                .allSatisfy(facts ->
                        assertThat(facts.asked()).doesNotContain("obligation", "ownsOtherFactor", "old", "unproved"));
        assertThat(combinations())
                .filteredOn(facts -> facts.is("changePending"))
                .allSatisfy(facts -> assertThat(facts.asked()).doesNotContain("trustedDevice"));
    }

    /** A device that is asked for is used, and gets its next token. */
    @Test
    void aTrustedDeviceIsAskedForOnlyWhereACodeWouldBe() {
        combinations()
                .filter(facts -> facts.asked().contains("trustedDevice"))
                .forEach(facts -> assertThat(facts.next())
                        .as("%s", facts)
                        .isEqualTo(facts.is("trustedDevice") ? NextStep.NOTHING : NextStep.ASK_CODE));
    }

    @Test
    void usersWhoAreEnrolledAreAskedEvenIfExemptOrNotNamedByThePolicy() {
        for (Obligation obligation : Obligation.values()) {
            assertThat(combination(obligation, "enrolled", "ownsOtherFactor", "unproved")
                            .next())
                    .isEqualTo(NextStep.ASK_CODE);
        }
    }

    @Test
    void whatIsOnlyReportedNeverStopsASignInAndNamesTheOutcome() {
        assertThat(combinations().map(Combination::decided).filter(decided -> !decided.enforced()))
                .isNotEmpty()
                .allSatisfy(decided -> {
                    assertThat(decided.next()).isEqualTo(NextStep.NOTHING);
                    assertThat(decided.reported())
                            .contains(
                                    decided.step() == NextStep.USE_OTHER_FACTOR
                                            ? ReportedOutcome.OTHER_FACTOR
                                            : ReportedOutcome.SET_UP);
                });
        assertThat(combinations().map(Combination::decided).filter(Decided::enforced))
                .allSatisfy(decided -> assertThat(decided.reported()).isEmpty());
    }

    @Test
    void whatIsOnlyReportedIsWhatWouldBeEnforced() {
        combinations()
                .filter(facts -> facts.obligation() == Obligation.REPORTED)
                .forEach(facts -> assertThat(facts.decided().step())
                        .isEqualTo(new Combination(facts.holding(), Obligation.REQUIRED).next()));
    }

    @Test
    void ownersOfAnotherFactorAreNeverSentToEnrolOnAPasswordAlone() {
        assertThat(steps(facts -> facts.is("ownsOtherFactor"))).doesNotContain(NextStep.ENROL);
    }

    /** Rule 16. */
    @Test
    void nobodyIsSentToEnrolBeforeTheyAreProved() {
        assertThat(steps(facts -> facts.is("unproved"))).doesNotContain(NextStep.ENROL);
    }

    /** Rule 16. */
    @Test
    void usersWhoAreEnrolledAreAskedForTheCodeFirst() {
        assertThat(steps(facts -> facts.is("enrolled"))).doesNotContain(NextStep.PROVE_FIRST);
    }

    private static List<NextStep> steps(Predicate<Combination> wanted) {
        return combinations().filter(wanted).map(Combination::next).distinct().toList();
    }

    private static Stream<Combination> combinations() {
        return IntStream.range(0, 1 << NAMES.size())
                .boxed()
                .flatMap(bits -> Stream.of(Obligation.values()).map(obligation -> combination(bits, obligation)))
                // Whatever counts for changes lets people in, too.
                .filter(facts -> facts.is("verified") || !facts.is("proved"));
    }

    private static Combination combination(int bits, Obligation obligation) {
        return combination(
                obligation,
                IntStream.range(0, NAMES.size())
                        .filter(bit -> (bits & 1 << bit) != 0)
                        .mapToObj(NAMES::get)
                        .toArray(String[]::new));
    }

    private static Combination combination(Obligation obligation, String... holding) {
        return new Combination(Set.of(holding), obligation);
    }

    private record Combination(Set<String> holding, Obligation obligation) {

        boolean is(String fact) {
            return holding.contains(fact);
        }

        boolean applies(String[] row) {
            return IntStream.range(0, NAMES.size())
                            .allMatch(i -> row[i].equals("*") || row[i].equals(is(NAMES.get(i)) ? "yes" : "no"))
                    && (row[NAMES.size()].equals("*") || row[NAMES.size()].equals(obligation.name()));
        }

        NextStep next() {
            return decided().next();
        }

        Decided decided() {
            return NextStep.of(facts(new ArrayList<>()));
        }

        String shown() {
            Decided decided = decided();
            return decided.enforced() ? decided.step().name() : "(" + decided.step() + ")";
        }

        Set<String> asked() {
            List<String> asked = new ArrayList<>();
            NextStep.of(facts(asked));
            return new LinkedHashSet<>(asked);
        }

        private SignInFacts facts(List<String> asked) {
            return (SignInFacts) Proxy.newProxyInstance(
                    NextStepTest.class.getClassLoader(),
                    new Class<?>[] {SignInFacts.class},
                    (proxy, fact, arguments) -> {
                        asked.add(fact.getName());
                        return fact.getName().equals("obligation") ? obligation : is(fact.getName());
                    });
        }
    }
}
