/**
 * One request at one of our pages: its context, what a form leads to, a new beginning, notices, and what is answered when the
 * tables do not answer. It may read what is known of the user (sessions, factors, devices, recovery codes) and decides nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.page;

import org.jspecify.annotations.NullMarked;
