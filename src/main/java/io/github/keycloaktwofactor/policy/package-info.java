/** Who needs two-factor: the realm's policy, its settings, role matching and the decision at a sign-in. */
@NullMarked
package io.github.keycloaktwofactor.policy;

import org.jspecify.annotations.NullMarked;
