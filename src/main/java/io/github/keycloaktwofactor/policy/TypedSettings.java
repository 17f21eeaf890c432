package io.github.keycloaktwofactor.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings as typed values: booleans, integers, strings and lists of strings, by key. The config of a required
 * action only has strings.
 */
public final class TypedSettings {

    private TypedSettings() {}

    /**
     * Every setting in the order of the form, with its default if none is stored. A stored text that does not have the
     * setting's type is returned as it is; {@link PolicySettings#problems()} says what applies instead.
     */
    public static Map<String, Object> of(Map<String, String> stored) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String value = stored.get(setting.key());
            typed.put(setting.key(), typed(setting, value == null || value.isBlank() ? setting.standard() : value));
        }
        return typed;
    }

    /**
     * The stored form of typed values, and any problems with them. Null, an empty string and an empty list mean the
     * default, as in the admin console; only an empty {@code acceptOtherFactors} accepts none.
     */
    public static Parsed parse(Map<String, ?> typed) {
        Map<String, String> stored = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        typed.forEach((key, value) -> {
            Optional<Setting> setting = Setting.of(key);
            if (setting.isEmpty()) {
                problems.add(new Problem(key, new UnknownSetting(key).refusal()));
            } else if (value != null) {
                put(stored, setting.get(), value, problems);
            }
        });
        return new Parsed(stored, problems);
    }

    /**
     * The result of parsing typed values.
     *
     * @param stored the values that have their setting's type
     * @param problems empty if all have
     */
    public record Parsed(Map<String, String> stored, List<Problem> problems) {}

    /**
     * Why a value is refused for its type.
     *
     * @param key the setting, as sent
     * @param text an English sentence
     */
    public record Problem(String key, String text) {}

    private static Object typed(Setting setting, String value) {
        return switch (PolicyForm.type(setting)) {
            case ProviderConfigProperty.BOOLEAN_TYPE ->
                value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? Boolean.valueOf(value) : value;
            case ProviderConfigProperty.INTEGER_TYPE -> value.matches("[0-9]{1,9}") ? Integer.valueOf(value) : value;
            case ProviderConfigProperty.MULTIVALUED_LIST_TYPE ->
                value.equals(SettingsReader.NO_OTHER_FACTOR) ? List.of() : StoredList.split(value);
            case ProviderConfigProperty.MULTIVALUED_STRING_TYPE -> StoredList.split(value);
            default -> value;
        };
    }

    private static void put(Map<String, String> stored, Setting setting, Object value, List<Problem> problems) {
        String text = text(setting, value);
        if (text == null) {
            problems.add(new Problem(
                    setting.key(), "%s (%s): %s.".formatted(setting.label(), setting.key(), expected(setting))));
        } else if (!text.isEmpty()) {
            stored.put(setting.key(), text);
        }
    }

    /** The stored form of a value, or null if it does not have the setting's type. */
    private static @Nullable String text(Setting setting, Object value) {
        return switch (PolicyForm.type(setting)) {
            case ProviderConfigProperty.BOOLEAN_TYPE -> value instanceof Boolean ? value.toString() : null;
            case ProviderConfigProperty.INTEGER_TYPE -> value instanceof Integer ? value.toString() : null;
            case ProviderConfigProperty.MULTIVALUED_LIST_TYPE -> {
                String list = list(value);
                yield "".equals(list) ? SettingsReader.NO_OTHER_FACTOR : list;
            }
            case ProviderConfigProperty.MULTIVALUED_STRING_TYPE -> list(value);
            default -> value instanceof String text ? text : null;
        };
    }

    private static @Nullable String list(Object value) {
        if (!(value instanceof List<?> items)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String text)
                    || text.isBlank()
                    || StoredList.split(text).size() != 1) {
                return null;
            }
            texts.add(text);
        }
        return StoredList.join(texts);
    }

    private static String expected(Setting setting) {
        return switch (PolicyForm.type(setting)) {
            case ProviderConfigProperty.BOOLEAN_TYPE -> "must be true or false";
            case ProviderConfigProperty.INTEGER_TYPE -> "must be a whole number";
            case ProviderConfigProperty.MULTIVALUED_LIST_TYPE, ProviderConfigProperty.MULTIVALUED_STRING_TYPE ->
                "must be a list of texts, none of them empty and none with ## in it";
            default -> "must be a text";
        };
    }
}
