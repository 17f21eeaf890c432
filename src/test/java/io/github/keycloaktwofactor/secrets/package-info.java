/** Where secrets may stand, and that they stand nowhere else. */
@NullMarked
package io.github.keycloaktwofactor.secrets;

import org.jspecify.annotations.NullMarked;
