/** The admin REST API, on a real server. */
@NullMarked
package io.github.keycloaktwofactor.admin;

import org.jspecify.annotations.NullMarked;
