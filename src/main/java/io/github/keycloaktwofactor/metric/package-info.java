/**
 * The metrics of two-factor: names, labels and counters, none of which identifies a user. It is ground: it knows no
 * other package.
 */
@NullMarked
package io.github.keycloaktwofactor.metric;

import org.jspecify.annotations.NullMarked;
