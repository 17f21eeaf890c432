/** The login pages as FreeMarker renders them, without a server. */
@NullMarked
package io.github.keycloaktwofactor.pages;

import org.jspecify.annotations.NullMarked;
