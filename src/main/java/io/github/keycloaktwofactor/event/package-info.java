/**
 * What events say of two-factor: the names of our details, and which of Keycloak's events mean that a factor or a password
 * changed. It is ground: it knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.event;

import org.jspecify.annotations.NullMarked;
