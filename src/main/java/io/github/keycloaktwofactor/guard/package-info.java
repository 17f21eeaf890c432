/** What stands at every door: the guard, a required action that no flow leads around. */
@NullMarked
package io.github.keycloaktwofactor.guard;

import org.jspecify.annotations.NullMarked;
