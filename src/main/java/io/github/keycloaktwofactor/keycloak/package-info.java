/**
 * What Keycloak's API lacks: a clock, work after a commit, the place of a stock provider, free labels, names of browsers. It is
 * ground that knows no other package and nothing of two-factor.
 */
@NullMarked
package io.github.keycloaktwofactor.keycloak;

import org.jspecify.annotations.NullMarked;
