/**
 * Our own tables: their change log, the statements that run in transactions of their own, and the tables that hold no counter.
 * It is ground that knows no other package, and but for the counters it alone speaks SQL.
 */
@NullMarked
package io.github.keycloaktwofactor.store;

import org.jspecify.annotations.NullMarked;
