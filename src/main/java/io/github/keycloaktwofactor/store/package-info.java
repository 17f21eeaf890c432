/**
 * Our tables, their change log, statements in transactions of their own, and the pieces that a query over Keycloak's tables is
 * made of. It is ground: it knows no other package, and no other but the counters' and the report's speaks SQL.
 */
@NullMarked
package io.github.keycloaktwofactor.store;

import org.jspecify.annotations.NullMarked;
