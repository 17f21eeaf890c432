/**
 * The admin page: its files, texts, URLs and security headers. It serves what {@code themes/admin-page} contains and
 * decides nothing; the page calls the admin REST API like any other client.
 */
@NullMarked
package io.github.keycloaktwofactor.adminpage;

import org.jspecify.annotations.NullMarked;
