package io.github.keycloaktwofactor.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Markdown file of the project.
 *
 * @param path from the project's folder
 * @param text without what stands in code blocks
 * @param code what stands in code blocks
 */
record Document(Path path, String text, String code) {

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern PICTURE = Pattern.compile("!\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Document of(String path) {
        try {
            String source = Files.readString(Path.of(path));
            return new Document(
                    Path.of(path),
                    CODE_BLOCK.matcher(source).replaceAll(""),
                    CODE_BLOCK
                            .matcher(source)
                            .results()
                            .map(block -> block.group())
                            .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every document that a reader of the project may open. */
    static List<Document> all() {
        List<Document> documents = new ArrayList<>();
        for (String folder : List.of(".", "docs", "docs/decisions")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.map(file -> file.normalize().toString())
                        .filter(name -> name.endsWith(".md"))
                        .sorted()
                        .forEach(name -> documents.add(of(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return documents;
    }

    /** What is printed in bold, wherever the lines end. */
    Set<String> bold() {
        return found(BOLD, text.replaceAll("\\s+", " "), 1);
    }

    Set<String> links() {
        return found(LINK, text, 1);
    }

    Set<String> pictures() {
        return found(PICTURE, text, 2);
    }

    /** Whether each picture says what it shows to somebody who does not see it. */
    boolean describesItsPictures() {
        return PICTURE.matcher(text)
                .results()
                .noneMatch(picture -> picture.group(1).isBlank());
    }

    /** The anchors that its headings give. */
    Set<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a column, counted from 0, of all tables with this head holds as code. */
    List<String> listed(String head, int column) {
        return rows(head).stream()
                .flatMap(row -> CODE.matcher(row.get(column)).results())
                .map(code -> code.group(1))
                .toList();
    }

    /** The rows of all tables whose first column has this head. */
    List<List<String>> rows(String head) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(cells(line));
            } else if (cells(line).get(0).equals(head)) {
                inside = true;
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(cell -> cell.strip())
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
