/**
 * What leads around two-factor in a realm, or weakens it, as findings that say what each means and what to do. It reads the
 * realm's configuration by the rules that sign-ins go by, and changes nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.posture;

import org.jspecify.annotations.NullMarked;
