/** What follows from what happened elsewhere in Keycloak. */
@NullMarked
package io.github.keycloaktwofactor.notice;

import org.jspecify.annotations.NullMarked;
