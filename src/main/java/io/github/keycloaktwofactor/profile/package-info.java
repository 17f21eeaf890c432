/**
 * The address that a user's mails go to, which a second factor protects as well: an override of the stock user profile. It
 * may ask whether a factor may be changed now, and listens to events.
 */
@NullMarked
package io.github.keycloaktwofactor.profile;

import org.jspecify.annotations.NullMarked;
