package io.github.keycloaktwofactor.adminpage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scripts, styles and images of the page. Their URL contains a hash of their content, so browsers may cache them.
 */
final class PageFiles {

    private static final List<String> NAMES = List.of(
            "dom.js",
            "exemptions.js",
            "icon.svg",
            "overview.js",
            "page.css",
            "page.js",
            "parts.js",
            "people.js",
            "picker.js",
            "policy.js",
            "rest.js",
            "sign-in.js",
            "texts.js",
            "what-if.js");

    private static final Map<String, PageFile> FILES = new TreeMap<>();

    private static final String VERSION;

    static {
        NAMES.forEach(name -> FILES.put(name, PageFile.of(name)));
        StringBuilder all = new StringBuilder();
        FILES.values().forEach(file -> all.append(file.hash()));
        VERSION = PageFile.hash(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private PageFiles() {}

    /** Changes with the content of any file: the files import each other by URL. */
    static String version() {
        return VERSION;
    }

    static Optional<PageFile> find(String name) {
        return Optional.ofNullable(FILES.get(name));
    }
}
