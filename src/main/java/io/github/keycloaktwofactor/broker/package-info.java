/**
 * What the identity provider that a sign-in came through is worth, and the links that users have proved. It may read the request
 * at a page, passkeys and authenticators, and writes one credential for each proved link.
 */
@NullMarked
package io.github.keycloaktwofactor.broker;

import org.jspecify.annotations.NullMarked;
