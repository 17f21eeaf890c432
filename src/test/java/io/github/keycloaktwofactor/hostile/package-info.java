/** Whatever anyone may send: requests made by chance, and names that want to be code. */
@NullMarked
package io.github.keycloaktwofactor.hostile;

import org.jspecify.annotations.NullMarked;
