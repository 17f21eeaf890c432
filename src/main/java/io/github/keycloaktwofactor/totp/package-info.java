/**
 * One-time passwords by time and by counter: the secret, what an authenticator reads, which step a code belongs to, and the
 * one verifier. It may count attempts and leave evidence in the session; it knows no page.
 */
@NullMarked
package io.github.keycloaktwofactor.totp;

import org.jspecify.annotations.NullMarked;
