/**
 * Security keys and passkeys: the credential providers that record whose key was used, and whether it counts. It may read the request at a page and what the policy accepts of keys; it asks for no key itself.
 */
@NullMarked
package io.github.keycloaktwofactor.passkey;

import org.jspecify.annotations.NullMarked;
