package io.github.keycloaktwofactor.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a set-up or a removal changes.
 *
 * @param what a required action as {@code action <alias>}, a client as {@code client <id>}, one of its roles as
 *     {@code role <client>/<role>}, or a setting as {@code policy <key>}
 * @param before null if it did not exist
 * @param after null if it no longer exists
 */
public record SetupChange(
        String what, @Nullable Object before, @Nullable Object after) {

    /** The settings in which two policies differ. Both hold every setting. */
    static List<SetupChange> between(Map<String, Object> before, Map<String, Object> after) {
        return before.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key -> new SetupChange("policy " + key, before.get(key), after.get(key)))
                .toList();
    }
}
