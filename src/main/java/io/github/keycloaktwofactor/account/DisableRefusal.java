package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.attempt.AttemptResult;

/**
 * Why two-factor was not disabled.
 *
 * @param of what was asked for: {@link Proof#PASSWORD} or {@link Proof#CODE}
 * @param result the result of the attempt
 */
record DisableRefusal(Proof of, AttemptResult result) {}
