/**
 * What bypasses two-factor in a realm, or weakens it, as findings with their meaning and a remedy. It reads the realm's
 * configuration by the same rules as sign-ins do, and changes nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.posture;

import org.jspecify.annotations.NullMarked;
