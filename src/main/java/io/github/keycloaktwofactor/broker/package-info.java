/**
 * What the identity provider that a sign-in came through is trusted with, and the links that users have verified with a
 * factor of their own. It may read the request at a page, passkeys and authenticators, and writes one credential for each
 * verified link.
 */
@NullMarked
package io.github.keycloaktwofactor.broker;

import org.jspecify.annotations.NullMarked;
