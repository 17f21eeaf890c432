/**
 * Our tables: their change log, and statements in transactions of their own. It is ground: it knows no other package, and
 * no other but the counters' speaks SQL.
 */
@NullMarked
package io.github.keycloaktwofactor.store;

import org.jspecify.annotations.NullMarked;
