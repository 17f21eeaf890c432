package io.github.keycloaktwofactor.support;

import java.util.Map;

/**
 * What a user has that can be reset, as an admin event tells it before and after. Numbers alone: an event lives longer than
 * what it tells of.
 *
 * @param recoveryCodes sets of recovery codes, ours and Keycloak's own
 * @param failures wrong codes in a row by the name of their counter, where there are any
 */
public record Held(
        long authenticators, long recoveryCodes, long passkeys, long trustedDevices, Map<String, Integer> failures) {}
