/** The state of attempts in our own tables, and the one way in which an attempt is counted and a code claimed. */
@NullMarked
package io.github.keycloaktwofactor.attempt;

import org.jspecify.annotations.NullMarked;
