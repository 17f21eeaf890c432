package io.github.keycloaktwofactor.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cache of the parsed settings of each realm on this node. They are parsed again as soon as a stored value differs; a
 * sign-in needs them many times, and parsing is too slow for that.
 */
final class SettingsCache {

    private static final Map<String, SettingsCache> BY_REALM = new ConcurrentHashMap<>();

    private final Map<String, String> stored;
    private final PolicySettings settings;
    private final PolicyState state;
    private final int hash;

    private SettingsCache(Map<String, String> stored) {
        // A copy: otherwise an in-place change would go unnoticed. It may have keys with null values.
        this.stored = new HashMap<>(stored);
        this.settings = PolicySettings.from(this.stored);
        this.hash = this.stored.hashCode();
        // Right after a save Keycloak's model has declared keys with null values, which it does not store.
        this.state = this.stored.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() != null && !SavedMeaning.isKey(entry.getKey()))
                ? PolicyState.ON
                : PolicyState.DEFAULTS;
    }

    /** The parsed settings. */
    static SettingsCache of(String realmId, Map<String, String> stored) {
        SettingsCache known = BY_REALM.get(realmId);
        if (known == null || !known.stored.equals(stored)) {
            known = new SettingsCache(stored);
            BY_REALM.put(realmId, known);
        }
        return known;
    }

    PolicySettings settings() {
        return settings;
    }

    /** The state of an enabled guard with these values: whether any setting is stored. */
    PolicyState state() {
        return state;
    }

    /** Identifies these stored values. */
    int hash() {
        return hash;
    }

    /** Discards a removed realm. */
    static void forget(String realmId) {
        BY_REALM.remove(realmId);
    }
}
