package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.event.ReportedOutcome;
import java.util.Optional;

/**
 * The decision on a sign-in.
 *
 * @param step what the sign-in must do by the policy
 * @param enforced false if the realm only reports it, and the sign-in may complete
 */
public record Decided(NextStep step, boolean enforced) {

    static final Decided NOTHING = enforced(NextStep.NOTHING);

    static Decided enforced(NextStep step) {
        return new Decided(step, true);
    }

    static Decided reported(NextStep step) {
        return new Decided(step, false);
    }

    /** What the sign-in must still do. */
    public NextStep next() {
        return enforced ? step : NextStep.NOTHING;
    }

    /** What is reported instead of enforced. */
    public Optional<ReportedOutcome> reported() {
        return enforced ? Optional.empty() : Optional.of(outcome());
    }

    private ReportedOutcome outcome() {
        return switch (step) {
            case USE_OTHER_FACTOR -> ReportedOutcome.OTHER_FACTOR;
            case PROVE_FIRST, ENROL -> ReportedOutcome.SET_UP;
            case NOTHING, REFUSE_IMPERSONATOR, REFUSE_OTHER_USER, BEGIN_AGAIN, SIGN_IN_AGAIN, ASK_CODE ->
                throw new IllegalStateException(step + " is never only reported");
        };
    }
}
