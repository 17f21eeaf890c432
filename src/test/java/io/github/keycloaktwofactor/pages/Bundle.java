package io.github.keycloaktwofactor.pages;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts of one language.
 *
 * @param language as a realm names it, such as {@code pt-BR}
 * @param source the file's text; reading fails where it is not UTF-8
 * @param texts by key
 */
record Bundle(String language, String source, Properties texts) {

    private static final Path FOLDER = Path.of("themes", "messages");
    private static final Pattern NAME = Pattern.compile("messages_(.+)\\.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{+\\d\\}+");

    static List<Bundle> all() {
        return all(FOLDER);
    }

    /** Those of a folder of their own. */
    static List<Bundle> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches())
                    .map(name -> of(folder, name.group(1).replace('_', '-')))
                    .sorted((one, other) -> one.language.compareTo(other.language))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bundle of(String language) {
        return of(FOLDER, language);
    }

    static Bundle of(Path folder, String language) {
        Path file = folder.resolve("messages_" + language.replace('-', '_') + ".properties");
        Properties texts = new Properties();
        try {
            String source = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            texts.load(new StringReader(source));
            return new Bundle(language, source, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    /** As it stands in the file. */
    String raw(String key) {
        return texts.getProperty(key, "");
    }

    /** As a page shows it. */
    String text(String key, Object... values) {
        return new MessageFormat(raw(key), Locale.forLanguageTag(language)).format(values);
    }

    Set<String> placeholders(String key) {
        return PLACEHOLDER
                .matcher(raw(key))
                .results()
                .map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is told with a number, without the ending of its forms. */
    Set<String> families() {
        return keys().stream()
                .filter(key -> key.endsWith("-many"))
                .map(key -> key.substring(0, key.length() - "-many".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return language;
    }
}
