package io.github.keycloaktwofactor.adminpage;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The texts of the page in one language, as message patterns. They come from bundles of the same format as those of the
 * login pages, but in separate files: Keycloak adds every bundle that it knows to each of its themes, and no theme
 * needs these.
 */
final class PageTexts {

    /** Prefix of every key. */
    static final String PREFIX = "two-factor-admin-";

    private static final String ENGLISH = "en";

    private static final List<String> LANGUAGES =
            List.of("ar", "de", ENGLISH, "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr", "uk", "zh-CN");

    private PageTexts() {}

    /** The available languages. */
    static List<String> languages() {
        return LANGUAGES;
    }

    /**
     * The texts by their keys without the prefix.
     *
     * @param language one of {@link #languages()}
     * @param own the realm's overrides, by full key
     */
    static Map<String, String> in(String language, Map<String, String> own) {
        Map<String, String> texts = new TreeMap<>(bundle(ENGLISH));
        texts.putAll(bundle(language));
        texts.replaceAll((key, text) -> own.getOrDefault(PREFIX + key, text));
        return texts;
    }

    private static Map<String, String> bundle(String language) {
        byte[] content = PageFile.read("messages/messages_" + language.replace('-', '_') + ".properties");
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> texts.put(key.substring(PREFIX.length()), properties.getProperty(key)));
        return texts;
    }
}
