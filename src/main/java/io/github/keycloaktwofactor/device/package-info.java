/** Trusted devices: browsers in which the password alone signs in, for a while. */
@NullMarked
package io.github.keycloaktwofactor.device;

import org.jspecify.annotations.NullMarked;
