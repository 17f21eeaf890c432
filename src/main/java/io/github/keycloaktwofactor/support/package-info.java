/**
 * What an administrator does for one user who cannot sign in, or should not be signed in: factors and trust removed, waits
 * ended, sessions ended. It writes credentials, counters and sessions in the request's own transaction, and tells no page.
 */
@NullMarked
package io.github.keycloaktwofactor.support;

import org.jspecify.annotations.NullMarked;
