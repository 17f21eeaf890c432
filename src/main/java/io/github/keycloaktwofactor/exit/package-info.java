/**
 * The decision at the entry of Keycloak's login actions and at the exit of every protocol, by overrides of the stock
 * providers. It may ask the guard and the policy, and knows no page but the one that says that a sign-in was refused.
 */
@NullMarked
package io.github.keycloaktwofactor.exit;

import org.jspecify.annotations.NullMarked;
