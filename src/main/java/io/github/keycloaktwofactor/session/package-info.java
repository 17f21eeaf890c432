/**
 * The sealed evidence that a second factor leaves in the session, and what Keycloak's sessions and cookies say about a
 * sign-in. It is ground: it reads and writes session notes, and knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.NullMarked;
