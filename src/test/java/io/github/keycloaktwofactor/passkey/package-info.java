/** Security keys and passkeys as factors, on a real Keycloak. */
@NullMarked
package io.github.keycloaktwofactor.passkey;

import org.jspecify.annotations.NullMarked;
