package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.policy.Obligation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInFactsTest {

    /**
     * impersonated, service account, enrolled, verified, proved, change ahead, old, owns another factor, unproved, obligation,
     * next step.
     */
    private static final String[] DECISIONS = {
        "*   yes *   *   *   *   *   *   *   *            NOTHING",
        "yes no  *   *   *   no  *   *   *   *            NOTHING",
        "yes no  *   *   *   yes *   *   *   *            REFUSE",
        "no  no  *   yes yes *   *   *   *   *            NOTHING",
        "no  no  *   yes no  no  *   *   *   *            NOTHING",
        "no  no  yes yes no  yes *   *   *   *            ASK_CODE",
        "no  no  yes no  no  *   *   *   *   *            ASK_CODE",
        "no  no  no  *   no  yes *   yes *   *            USE_OTHER_FACTOR",
        "no  no  no  *   no  yes yes no  *   *            SIGN_IN_AGAIN",
        "no  no  no  *   no  yes no  no  yes *            PROVE_FIRST",
        "no  no  no  yes no  yes no  no  no  *            NOTHING",
        "no  no  no  no  no  no  *   yes *   REQUIRED     USE_OTHER_FACTOR",
        "no  no  no  no  no  no  *   no  yes REQUIRED     PROVE_FIRST",
        "no  no  no  no  no  no  *   no  no  REQUIRED     ENROL",
        "no  no  no  no  no  yes no  no  no  REQUIRED     ENROL",
        "no  no  no  no  no  no  *   *   *   EXEMPT       NOTHING",
        "no  no  no  no  no  no  *   *   *   NOT_REQUIRED NOTHING",
        "no  no  no  no  no  yes no  no  no  EXEMPT       NOTHING",
        "no  no  no  no  no  yes no  no  no  NOT_REQUIRED NOTHING",
    };

    @Test
    void everyCombinationOfFactsHasTheStepOfTheDecisionTable() {
        for (SignInFacts facts : everyCombination()) {
            List<String> steps = new ArrayList<>();
            for (String decision : DECISIONS) {
                String[] cells = decision.split(" +");
                if (applies(cells, facts)) {
                    steps.add(cells[10]);
                }
            }
            assertThat(steps).as("rows of the table for %s", facts).hasSize(1);
            assertThat(facts.next()).as("%s", facts).hasToString(steps.get(0));
        }
    }

    @Test
    void usersWhoAreEnrolledAreAskedEvenIfExemptOrNotNamedByThePolicy() {
        for (Obligation obligation : Obligation.values()) {
            assertThat(new SignInFacts(false, false, true, false, false, false, false, true, true, obligation).next())
                    .isEqualTo(NextStep.ASK_CODE);
        }
    }

    @Test
    void ownersOfAnotherFactorAreNeverSentToEnrolOnAPasswordAlone() {
        assertThat(everyCombination())
                .filteredOn(SignInFacts::ownsOtherFactor)
                .extracting(SignInFacts::next)
                .doesNotContain(NextStep.ENROL);
    }

    /** Rule 16. */
    @Test
    void nobodyIsSentToEnrolBeforeTheyAreProved() {
        assertThat(everyCombination())
                .filteredOn(SignInFacts::unproved)
                .extracting(SignInFacts::next)
                .doesNotContain(NextStep.ENROL);
    }

    /** Rule 16. */
    @Test
    void usersWhoAreEnrolledAreAskedForTheCodeFirst() {
        assertThat(everyCombination())
                .filteredOn(SignInFacts::enrolled)
                .extracting(SignInFacts::next)
                .doesNotContain(NextStep.PROVE_FIRST);
    }

    private static boolean applies(String[] cells, SignInFacts facts) {
        return is(cells[0], facts.impersonated())
                && is(cells[1], facts.serviceAccount())
                && is(cells[2], facts.enrolled())
                && is(cells[3], facts.verified())
                && is(cells[4], facts.proved())
                && is(cells[5], facts.changePending())
                && is(cells[6], facts.old())
                && is(cells[7], facts.ownsOtherFactor())
                && is(cells[8], facts.unproved())
                && (cells[9].equals("*") || cells[9].equals(facts.obligation().name()));
    }

    private static boolean is(String cell, boolean fact) {
        return cell.equals("*") || cell.equals(fact ? "yes" : "no");
    }

    private static List<SignInFacts> everyCombination() {
        List<SignInFacts> all = new ArrayList<>();
        for (int bits = 0; bits < 512; bits++) {
            for (Obligation obligation : Obligation.values()) {
                all.add(new SignInFacts(
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        (bits & 4) != 0,
                        (bits & 8) != 0,
                        // Whatever counts for changes lets people in, too.
                        (bits & 24) == 24,
                        (bits & 32) != 0,
                        (bits & 64) != 0,
                        (bits & 128) != 0,
                        (bits & 256) != 0,
                        obligation));
            }
        }
        return all;
    }
}
