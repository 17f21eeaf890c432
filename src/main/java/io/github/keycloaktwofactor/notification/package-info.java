/** What follows from what happened elsewhere in Keycloak. */
@NullMarked
package io.github.keycloaktwofactor.notification;

import org.jspecify.annotations.NullMarked;
