/** Tests of the mark, on a real server. */
@NullMarked
package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.NullMarked;
