/**
 * What Keycloak's metrics show of two-factor: names, labels and counters, none of which knows a person. It is ground: it
 * knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.metric;

import org.jspecify.annotations.NullMarked;
