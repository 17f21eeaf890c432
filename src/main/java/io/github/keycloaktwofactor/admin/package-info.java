/**
 * Two-factor by REST, for the administrators of a realm: its policy, and the set-up and removal of everything in it. Below
 * Keycloak's own administration; may use every other package, and none uses it.
 */
@NullMarked
package io.github.keycloaktwofactor.admin;

import org.jspecify.annotations.NullMarked;
