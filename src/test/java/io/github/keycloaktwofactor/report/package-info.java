/** The report of all users: held against what the guard decides of each. */
@NullMarked
package io.github.keycloaktwofactor.report;

import org.jspecify.annotations.NullMarked;
