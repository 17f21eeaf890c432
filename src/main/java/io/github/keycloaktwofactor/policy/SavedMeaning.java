package io.github.keycloaktwofactor.policy;

import java.util.Map;

/**
 * What the names in the settings meant when an administrator saved them. It is stored beside the settings under keys that
 * no form shows; it is missing where the settings were stored without being validated, as by an import, and in those of
 * earlier versions.
 *
 * @param roleIds of each name in the lists of roles, as {@link RoleTarget} writes them
 * @param providerFingerprints of each trusted identity provider by its alias, as {@link ProviderFingerprint} makes them
 */
public record SavedMeaning(Map<String, String> roleIds, Map<String, String> providerFingerprints) {

    static final String ROLE_IDS = "roleIds";
    static final String PROVIDER_FINGERPRINTS = "providerFingerprints";

    static SavedMeaning from(Map<String, String> config) {
        return new SavedMeaning(
                StoredMap.read(config.get(ROLE_IDS)), StoredMap.read(config.get(PROVIDER_FINGERPRINTS)));
    }

    /** Whether a key of the config belongs to this, and not to the settings. */
    static boolean isKey(String key) {
        return key.equals(ROLE_IDS) || key.equals(PROVIDER_FINGERPRINTS);
    }
}
