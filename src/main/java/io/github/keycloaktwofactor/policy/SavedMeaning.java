package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleTarget;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names in the settings meant when an administrator saved them, and since when two-factor is required. It is
 * stored in the config under keys that no form shows; it is missing if the settings were stored without validation, as
 * by an import, or by an earlier version.
 *
 * @param roleIds for each name in the lists of roles, as {@link RoleTarget} writes them
 * @param providerFingerprints for each trusted identity provider by alias, as computed by {@link ProviderFingerprint}
 * @param requiredSince when settings were last saved that require two-factor of more users than those before; null if
 *     unknown, or if the realm only reports
 * @param reportOnlySince since when the realm has only reported; null if unknown, or if it enforces the policy
 */
public record SavedMeaning(
        Map<String, String> roleIds,
        Map<String, String> providerFingerprints,
        @Nullable Instant requiredSince,
        @Nullable Instant reportOnlySince) {

    static final String ROLE_IDS = "roleIds";
    static final String PROVIDER_FINGERPRINTS = "providerFingerprints";
    static final String REQUIRED_SINCE = "requiredSince";
    static final String REPORT_ONLY_SINCE = "reportOnlySince";

    private static final Set<String> KEYS = Set.of(ROLE_IDS, PROVIDER_FINGERPRINTS, REQUIRED_SINCE, REPORT_ONLY_SINCE);

    static SavedMeaning from(Map<String, String> config) {
        return new SavedMeaning(
                StoredMap.read(config.get(ROLE_IDS)),
                StoredMap.read(config.get(PROVIDER_FINGERPRINTS)),
                seconds(config.get(REQUIRED_SINCE)),
                seconds(config.get(REPORT_ONLY_SINCE)));
    }

    /** Whether a key of the config belongs to this, and not to the settings. */
    static boolean isKey(String key) {
        return KEYS.contains(key);
    }

    private static @Nullable Instant seconds(@Nullable String stored) {
        return stored != null && stored.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(stored)) : null;
    }
}
