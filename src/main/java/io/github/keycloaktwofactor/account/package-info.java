/**
 * The page of users who are enrolled: what they have, what happened lately, and how they turn two-factor off. It may use
 * every step of the enrolment and the check of a code; nothing but Keycloak's required actions leads here.
 */
@NullMarked
package io.github.keycloaktwofactor.account;

import org.jspecify.annotations.NullMarked;
