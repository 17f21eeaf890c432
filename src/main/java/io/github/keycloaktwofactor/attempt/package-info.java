/**
 * The rate limit and the replay protection: counters, and the only way to count an attempt and claim a code. It may write its table
 * through the store, each change in one statement, and knows neither policy nor session.
 */
@NullMarked
package io.github.keycloaktwofactor.attempt;

import org.jspecify.annotations.NullMarked;
