/**
 * Trusted devices, in which the password alone signs in for a while, and browsers that have counters of their own. It may
 * write its credentials, cookies and tokens, and forgets a device on its own when an event says that a factor is gone.
 */
@NullMarked
package io.github.keycloaktwofactor.device;

import org.jspecify.annotations.NullMarked;
