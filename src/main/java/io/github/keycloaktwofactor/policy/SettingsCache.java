package io.github.keycloaktwofactor.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The settings of each realm as this node has last read them. They are read again as soon as one stored value differs; a
 * sign-in asks for them many times, and reading them takes longer than it should notice.
 */
final class SettingsCache {

    private static final Map<String, SettingsCache> BY_REALM = new ConcurrentHashMap<>();

    private final Map<String, String> stored;
    private final PolicySettings settings;
    private final PolicyState state;
    private final int hash;

    private SettingsCache(Map<String, String> stored) {
        // A copy, without which a change in place would go unnoticed. It may hold keys without a value.
        this.stored = new HashMap<>(stored);
        this.settings = PolicySettings.from(this.stored);
        this.hash = this.stored.hashCode();
        // Right after a save Keycloak holds declared keys without a value, which it does not store.
        this.state = this.stored.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() != null && !SavedMeaning.isKey(entry.getKey()))
                ? PolicyState.ON
                : PolicyState.DEFAULTS;
    }

    /** What the stored values say. */
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

    /** Of an enabled guard that holds them: whether any setting is stored. */
    PolicyState state() {
        return state;
    }

    /** Tells these stored values from others. */
    int hash() {
        return hash;
    }

    /** Forgets a realm that was removed. */
    static void forget(String realmId) {
        BY_REALM.remove(realmId);
    }
}
