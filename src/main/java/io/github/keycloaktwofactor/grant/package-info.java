/**
 * The OAuth grants that give tokens without a page: each refuses a session that the policy accepts no more. It may read the
 * session, the policy and the worth of evidence, and shows nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.grant;

import org.jspecify.annotations.NullMarked;
