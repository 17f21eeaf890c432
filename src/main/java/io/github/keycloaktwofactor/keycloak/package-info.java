/**
 * What Keycloak's API lacks: a clock, work after the commit, overrides of stock providers, unique labels, names of
 * browsers. It is ground: it knows no other package, and nothing of factors.
 */
@NullMarked
package io.github.keycloaktwofactor.keycloak;

import org.jspecify.annotations.NullMarked;
