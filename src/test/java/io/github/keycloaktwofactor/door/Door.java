package io.github.keycloaktwofactor.door;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** A way in which somebody with the right first factor may try to get into a realm. */
public interface Door {

    /** The name of the door in the table of {@code docs/security.md}. */
    String title();

    /** The door as a part of the name of a user whom it has for itself. */
    default String label() {
        return toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Goes as far as the first factor leads. */
    Passage walk(Visitor visitor);

    /** The doors where a page can ask. */
    static Stream<Door> withPages() {
        return Stream.<Door[]>of(BrowserDoor.values(), ActionDoor.values())
                .flatMap(Arrays::stream)
                .filter(door -> !door.silent());
    }

    /** Whether the door can show no page, so that users who lack something are refused. */
    default boolean silent() {
        return false;
    }
}
