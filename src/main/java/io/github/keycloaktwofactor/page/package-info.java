/**
 * One request at one of our pages: its context, the result of a form, a new beginning, notices, and the answer while the
 * tables are down. It may read what is known of the user (session, factors, devices, recovery codes), and decides nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.page;

import org.jspecify.annotations.NullMarked;
