/**
 * The counters of attempts, and the one way in which an attempt is counted and a code claimed. It may write its table
 * through the store, each change in one statement, and knows neither policy nor session.
 */
@NullMarked
package io.github.keycloaktwofactor.attempt;

import org.jspecify.annotations.NullMarked;
