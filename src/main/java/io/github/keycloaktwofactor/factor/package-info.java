/**
 * Whether evidence of a second factor counts under the policy, and who may add, change or remove a factor now. It may read
 * the policy, the session and trusted devices, and writes nothing but renewed evidence.
 */
@NullMarked
package io.github.keycloaktwofactor.factor;

import org.jspecify.annotations.NullMarked;
