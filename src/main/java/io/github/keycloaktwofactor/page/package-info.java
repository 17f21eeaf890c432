/**
 * One request at one of our pages: its context, the result of a form, restarts, notices, and the error page if the tables
 * are unavailable. It may read what is known of the user (session, factors, devices, recovery codes), and decides nothing.
 */
@NullMarked
package io.github.keycloaktwofactor.page;

import org.jspecify.annotations.NullMarked;
