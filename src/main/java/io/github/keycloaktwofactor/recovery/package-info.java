/** Recovery codes: what they look like, how a set is made, stored, recognised and handed over on paper. */
@NullMarked
package io.github.keycloaktwofactor.recovery;

import org.jspecify.annotations.NullMarked;
