/** A real Keycloak, its realms, and the browsers and apps of the people who sign in to it, for the tests. */
@NullMarked
package io.github.keycloaktwofactor.server;

import org.jspecify.annotations.NullMarked;
