package io.github.keycloaktwofactor.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map in one config value: a JSON object of strings. */
final class StoredMap {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredMap() {}

    /** The stored map; empty if unreadable. */
    static Map<String, String> read(@Nullable String stored) {
        if (stored == null || stored.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, String> map = JSON.readValue(stored, new TypeReference<Map<String, String>>() {});
            return map == null || map.containsValue(null) ? Map.of() : Map.copyOf(map);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    /** Sorted by key, so that equal maps have equal text. */
    static String write(Map<String, String> map) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
