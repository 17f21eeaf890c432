/** Exemptions on record. */
@NullMarked
package io.github.keycloaktwofactor.exemption;

import org.jspecify.annotations.NullMarked;
