package io.github.keycloaktwofactor.support;

import java.util.Map;

/**
 * What a user has set up that can be reset, for the admin event, before and after. Only numbers: an event outlives what
 * it describes.
 *
 * @param recoveryCodes sets of recovery codes, ours and Keycloak's own
 * @param failures consecutive wrong codes by counter name, if any
 */
public record Held(
        long authenticators, long recoveryCodes, long passkeys, long trustedDevices, Map<String, Integer> failures) {}
