/**
 * The realm's policy: its settings, how they are checked, read and kept right, and who must use two-factor. It may read and
 * write the config of the guard, and knows roles and nothing else.
 */
@NullMarked
package io.github.keycloaktwofactor.policy;

import org.jspecify.annotations.NullMarked;
