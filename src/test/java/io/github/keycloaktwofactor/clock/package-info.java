/**
 * A provider for tests only: it lets a test read and move the clock of the server it runs in, and see and
 * do what time does to a sign-in.
 */
@NullMarked
package io.github.keycloaktwofactor.clock;

import org.jspecify.annotations.NullMarked;
