/**
 * Events about two-factor: the names of our details, and which of Keycloak's events report a changed factor or password. It is ground: it knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.event;

import org.jspecify.annotations.NullMarked;
