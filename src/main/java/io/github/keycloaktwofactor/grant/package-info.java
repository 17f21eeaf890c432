/**
 * The OAuth grants that give tokens without a page: each refuses a session that the policy no longer accepts. It may read
 * the session, the policy and what evidence is worth, and shows nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.grant;

import org.jspecify.annotations.NullMarked;
