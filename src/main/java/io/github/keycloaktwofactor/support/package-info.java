/**
 * What an administrator can do for a user who is locked out, or should be signed out: remove factors and trusted
 * devices, end waits, end sessions. It writes credentials, counters and sessions in the request's transaction, and
 * shows no page.
 */
@NullMarked
package io.github.keycloaktwofactor.support;

import org.jspecify.annotations.NullMarked;
