/** A provider for tests only: it lets a test read and move the clock of the server it runs in. */
@NullMarked
package io.github.keycloaktwofactor.clock;

import org.jspecify.annotations.NullMarked;
