/**
 * Protects a user's email address with the second factor: an override of the stock user profile. It may ask whether a
 * factor may be changed now, and listens to events.
 */
@NullMarked
package io.github.keycloaktwofactor.profile;

import org.jspecify.annotations.NullMarked;
