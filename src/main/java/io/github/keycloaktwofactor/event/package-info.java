/**
 * What events say of two-factor: the names of our details, and which of Keycloak's events mean a change of factor or password.
 * It is ground that knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.event;

import org.jspecify.annotations.NullMarked;
