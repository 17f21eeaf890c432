/** The mark that a successful second factor leaves in the session. */
@NullMarked
package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.NullMarked;
