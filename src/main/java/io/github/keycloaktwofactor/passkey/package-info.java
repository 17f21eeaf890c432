/** Security keys and passkeys: which of them count, and what changing how somebody signs in takes. */
@NullMarked
package io.github.keycloaktwofactor.passkey;

import org.jspecify.annotations.NullMarked;
