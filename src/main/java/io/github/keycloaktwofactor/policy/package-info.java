/**
 * The realm's policy: its settings, their validation, reading and upkeep, and of whom it requires two-factor. It may
 * read and write the config of the guard, and knows roles, exemptions on record and nothing else.
 */
@NullMarked
package io.github.keycloaktwofactor.policy;

import org.jspecify.annotations.NullMarked;
