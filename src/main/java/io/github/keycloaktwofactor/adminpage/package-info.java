/**
 * The admin page: its files and texts, the addresses that it is told and the headers that guard it. It serves what
 * {@code themes/admin-page} holds and decides nothing; the page asks the admin REST API like any other client.
 */
@NullMarked
package io.github.keycloaktwofactor.adminpage;

import org.jspecify.annotations.NullMarked;
