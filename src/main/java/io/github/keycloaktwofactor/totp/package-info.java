/** Time-based and counter-based one-time passwords: the secret, what an authenticator reads, and which step a code belongs to. */
@NullMarked
package io.github.keycloaktwofactor.totp;

import org.jspecify.annotations.NullMarked;
