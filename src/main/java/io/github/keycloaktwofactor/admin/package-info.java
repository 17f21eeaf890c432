/**
 * The admin REST API of two-factor: the policy, its set-up and removal, the report and the help desk. Part of
 * Keycloak's own admin API; may use every other package, and none uses it.
 */
@NullMarked
package io.github.keycloaktwofactor.admin;

import org.jspecify.annotations.NullMarked;
