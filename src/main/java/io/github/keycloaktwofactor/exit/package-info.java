/** The decision at the entry of Keycloak's login actions and at the exit of every protocol. */
@NullMarked
package io.github.keycloaktwofactor.exit;

import org.jspecify.annotations.NullMarked;
