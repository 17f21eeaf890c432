/**
 * What the evidence of a second factor is worth under the policy of the realm. It knows policy, sessions and devices, and
 * writes nothing but renewed evidence.
 */
@NullMarked
package io.github.keycloaktwofactor.factor;

import org.jspecify.annotations.NullMarked;
