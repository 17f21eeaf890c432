package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.CounterState;
import org.jspecify.annotations.Nullable;

/**
 * What became of a code that was typed. Verdict and standing are of one moment and of one counter: asked for later, the
 * counter may have moved on.
 *
 * @param error why it was refused; null if it was accepted
 * @param counterState where the counter that it was counted on stands since; null if it was not counted
 */
public record CodeResult(
        @Nullable CodeError error, @Nullable CounterState counterState) {

    public boolean accepted() {
        return error == null;
    }
}
