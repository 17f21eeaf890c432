/**
 * The first set-up, the pending key, recovery codes and their pages, and re-authentication before a change. It may write
 * authenticators and recovery codes, and uses the check of a code; it knows neither the guard nor the page of enrolled
 * users.
 */
@NullMarked
package io.github.keycloaktwofactor.enrolment;

import org.jspecify.annotations.NullMarked;
