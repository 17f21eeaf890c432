package io.github.keycloaktwofactor.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pictures in {@code docs/images}, made by the tests and kept only when they run with {@code -Ddocs.images=true}, so
 * that no other build changes the tree.
 */
final class Album {

    private static final Path FOLDER = Path.of("docs", "images");

    private Album() {}

    static boolean open() {
        return Boolean.getBoolean("docs.images");
    }

    /** What the window shows. */
    static void keepWindow(Page page, String name) {
        if (open()) {
            keep(page.screenshot(), name);
        }
    }

    /** The whole of an element, also what the window does not show. */
    static void keep(Locator element, String name) {
        if (open()) {
            keep(element.screenshot(), name);
        }
    }

    static void keep(byte[] picture, String name) {
        if (open()) {
            try {
                Files.createDirectories(FOLDER);
                Files.write(FOLDER.resolve(name + ".png"), FewColours.of(picture));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
