/**
 * The page that asks for a code, the same check in the password grant, and the offer to trust the device. It may use
 * authenticators, recovery codes and devices through the request at a page; every code ends at their verifiers.
 */
@NullMarked
package io.github.keycloaktwofactor.challenge;

import org.jspecify.annotations.NullMarked;
