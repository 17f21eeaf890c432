/** The doors that lead into a realm, as tests walk through them: one list for every rule. */
@NullMarked
package io.github.keycloaktwofactor.door;

import org.jspecify.annotations.NullMarked;
