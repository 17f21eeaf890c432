/** Tests of the guard, on a real server: every door that leads into a realm. */
@NullMarked
package io.github.keycloaktwofactor.guard;

import org.jspecify.annotations.NullMarked;
