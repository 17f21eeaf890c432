package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.attempt.AttemptResult;

/**
 * Why two-factor was not turned off.
 *
 * @param of what was asked for: {@link Proof#PASSWORD} or {@link Proof#CODE}
 * @param result what became of it
 */
record DisableRefusal(Proof of, AttemptResult result) {}
