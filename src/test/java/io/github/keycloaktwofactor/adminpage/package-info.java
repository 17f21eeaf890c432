/** Tests of the admin page that need no browser. */
@NullMarked
package io.github.keycloaktwofactor.adminpage;

import org.jspecify.annotations.NullMarked;
