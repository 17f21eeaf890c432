/** The page that asks for a code, and the authenticators that show it. */
@NullMarked
package io.github.keycloaktwofactor.challenge;

import org.jspecify.annotations.NullMarked;
