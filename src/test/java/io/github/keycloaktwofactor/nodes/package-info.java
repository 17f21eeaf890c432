/** Two nodes on one database, and a database that fails. */
@NullMarked
package io.github.keycloaktwofactor.nodes;

import org.jspecify.annotations.NullMarked;
