/**
 * The guard: the required action that no flow bypasses, the facts of a sign-in and the decision on the next step. It
 * may show every page except those of enrolled users, asks passkeys, identity providers and grants, and is known to the
 * exit alone.
 */
@NullMarked
package io.github.keycloaktwofactor.guard;

import org.jspecify.annotations.NullMarked;
