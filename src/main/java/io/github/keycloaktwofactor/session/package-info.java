/**
 * The evidence that a second factor leaves in the session, under a seal, and what Keycloak's sessions and cookies say of a
 * sign-in. It is ground: it reads and writes the notes of sessions, and knows no other package.
 */
@NullMarked
package io.github.keycloaktwofactor.session;

import org.jspecify.annotations.NullMarked;
