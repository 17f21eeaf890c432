/** Setting two-factor up: the pending key, its confirmation, the new recovery codes, and the actions that lead there. */
@NullMarked
package io.github.keycloaktwofactor.enrolment;

import org.jspecify.annotations.NullMarked;
