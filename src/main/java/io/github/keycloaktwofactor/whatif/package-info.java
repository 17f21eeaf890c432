/**
 * What would happen if a user signed in, and why: the facts of an imagined sign-in, given to the same decision as real
 * ones. It reads the guard, grants, identity providers, devices and the policy, and changes nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.whatif;

import org.jspecify.annotations.NullMarked;
