/**
 * Whether a sign-in through an identity provider counts as a second factor, and the links that users have verified with
 * their own factor. It may read the request at a page, passkeys and authenticators, and writes one credential for each
 * verified link.
 */
@NullMarked
package io.github.keycloaktwofactor.broker;

import org.jspecify.annotations.NullMarked;
