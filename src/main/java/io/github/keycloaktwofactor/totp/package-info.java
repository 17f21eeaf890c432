/**
 * One-time passwords by time (TOTP) and by counter (HOTP): the secret, the QR code, the time step of a code, and the only
 * verifier. It may count attempts and record evidence in the session; it knows no page.
 */
@NullMarked
package io.github.keycloaktwofactor.totp;

import org.jspecify.annotations.NullMarked;
