package io.github.keycloaktwofactor.attempt;

/**
 * The answer to an attempt.
 *
 * @param verdict what became of the code
 * @param standing where the counter stands after it
 */
public record Outcome(Verdict verdict, Standing standing) {

    public boolean accepted() {
        return verdict == Verdict.ACCEPTED;
    }
}
