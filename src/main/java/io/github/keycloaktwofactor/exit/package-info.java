/**
 * The decision at the entry of Keycloak's login actions and at the exit of every protocol, as overrides of the stock
 * providers. It may ask the guard and the policy, and knows no page except the one for a refused sign-in.
 */
@NullMarked
package io.github.keycloaktwofactor.exit;

import org.jspecify.annotations.NullMarked;
