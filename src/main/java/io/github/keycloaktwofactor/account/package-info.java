/**
 * The page of enrolled users: what they have set up, recent activity, and disabling two-factor. It may use
 * every step of the enrolment and the check of a code; nothing but Keycloak's required actions leads here.
 */
@NullMarked
package io.github.keycloaktwofactor.account;

import org.jspecify.annotations.NullMarked;
