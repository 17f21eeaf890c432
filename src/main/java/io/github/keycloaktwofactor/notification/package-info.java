/**
 * What is told to users by mail and to administrators by log, event and health, after the transaction that it is about. It
 * listens to Keycloak's events and to changes of accounts, reads the policy, counters and tables, and nobody asks it
 * anything.
 */
@NullMarked
package io.github.keycloaktwofactor.notification;

import org.jspecify.annotations.NullMarked;
