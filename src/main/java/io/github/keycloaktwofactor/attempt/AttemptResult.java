package io.github.keycloaktwofactor.attempt;

/**
 * The answer to an attempt.
 *
 * @param verdict what became of the code
 * @param counterState where the counter stands after it
 */
public record AttemptResult(Verdict verdict, CounterState counterState) {

    public boolean accepted() {
        return verdict == Verdict.ACCEPTED;
    }
}
