/**
 * What would happen if a user signed in, and why: the facts of a sign-in that nobody has begun, given to the decision that
 * signs people in. It asks the guard, the grants, providers, devices and the policy, and only looks.
 */
@NullMarked
package io.github.keycloaktwofactor.whatif;

import org.jspecify.annotations.NullMarked;
