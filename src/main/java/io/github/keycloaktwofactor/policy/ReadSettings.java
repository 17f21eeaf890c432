package io.github.keycloaktwofactor.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The settings of each realm as this node has last read them. They are read again as soon as one stored value differs; a
 * sign-in asks for them many times, and reading them takes longer than it should notice.
 */
final class ReadSettings {

    private static final Map<String, ReadSettings> BY_REALM = new ConcurrentHashMap<>();

    private final Map<String, String> stored;
    private final PolicySettings settings;

    private ReadSettings(Map<String, String> stored) {
        // A copy, without which a change in place would go unnoticed. It may hold keys without a value.
        this.stored = new HashMap<>(stored);
        this.settings = PolicySettings.from(this.stored);
    }

    /** What the stored values say. */
    static PolicySettings of(String realmId, Map<String, String> stored) {
        ReadSettings known = BY_REALM.get(realmId);
        if (known == null || !known.stored.equals(stored)) {
            known = new ReadSettings(stored);
            BY_REALM.put(realmId, known);
        }
        return known.settings;
    }

    /** Forgets a realm that was removed. */
    static void forget(String realmId) {
        BY_REALM.remove(realmId);
    }
}
