/**
 * The counters of attempts, and the one way in which an attempt is counted and a code claimed. It may write its table
 * through the store, each change in one statement; it reads the waits that the policy wants, and knows no session.
 */
@NullMarked
package io.github.keycloaktwofactor.attempt;

import org.jspecify.annotations.NullMarked;
