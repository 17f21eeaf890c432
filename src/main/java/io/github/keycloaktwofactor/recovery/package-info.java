/**
 * Recovery codes: their format, how a set is generated, stored, checked and printed, and Keycloak's own with the same
 * counters. It may count attempts and record evidence in the session; it knows no page.
 */
@NullMarked
package io.github.keycloaktwofactor.recovery;

import org.jspecify.annotations.NullMarked;
