package io.github.keycloaktwofactor.notification;

/**
 * What a user has set up when a mail about their two-factor is written.
 *
 * @param app whether there is an authenticator
 * @param recoveryCodes whether there is a set of our recovery codes
 */
record Owned(boolean app, boolean recoveryCodes) {}
