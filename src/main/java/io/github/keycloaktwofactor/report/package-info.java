/**
 * Who has set up two-factor, of whom it is required, and why, as administrators see it. It reads users, credentials,
 * counters and the policy, and changes nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.report;

import org.jspecify.annotations.NullMarked;
