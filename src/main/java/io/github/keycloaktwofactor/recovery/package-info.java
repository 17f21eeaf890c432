/**
 * Recovery codes: what they look like, how a set is made, stored, recognised and printed, and Keycloak's own behind the
 * same counters. It may count attempts and leave evidence in the session; it knows no page.
 */
@NullMarked
package io.github.keycloaktwofactor.recovery;

import org.jspecify.annotations.NullMarked;
