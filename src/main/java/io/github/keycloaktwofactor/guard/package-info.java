/**
 * The guard: the required action that no flow leads around, the facts of a sign-in and the decision on the next step. It
 * may lead to every page but that of enrolled users, asks what passkeys, providers and grants say, and is known to the exit
 * alone.
 */
@NullMarked
package io.github.keycloaktwofactor.guard;

import org.jspecify.annotations.NullMarked;
