/**
 * Trusted devices, in which the password alone signs in for a while, and known browsers, which have their own counters. It may
 * write its credentials, cookies and tokens, and forgets a device when an event reports that a factor is gone.
 */
@NullMarked
package io.github.keycloaktwofactor.device;

import org.jspecify.annotations.NullMarked;
