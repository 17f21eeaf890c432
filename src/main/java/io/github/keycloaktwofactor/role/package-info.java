/**
 * Which roles a user has, which of them are admin roles, and how a setting names a role. It is ground: it reads
 * Keycloak's roles and permissions, and knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.role;

import org.jspecify.annotations.NullMarked;
