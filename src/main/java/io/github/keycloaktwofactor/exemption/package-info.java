/**
 * Exemptions as records: which user or role is exempt from the policy, until when, why, and who decided it. It reads
 * and writes one table, and knows neither the policy nor what an exemption means for a sign-in.
 */
@NullMarked
package io.github.keycloaktwofactor.exemption;

import org.jspecify.annotations.NullMarked;
