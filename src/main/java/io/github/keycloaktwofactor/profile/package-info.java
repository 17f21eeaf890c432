/** The address that a person's mails go to, which a second factor protects as well. */
@NullMarked
package io.github.keycloaktwofactor.profile;

import org.jspecify.annotations.NullMarked;
