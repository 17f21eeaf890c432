package io.github.keycloaktwofactor.door;

/** A way in which somebody with the right first factor may try to get into a realm. */
public interface Door {

    /** The name of the door in the table of {@code docs/security.md}. */
    String title();

    /** Goes as far as the first factor leads. */
    Passage walk(Visitor visitor);

    /** Whether the door can show no page, so that whoever lacks something is refused. */
    default boolean silent() {
        return false;
    }
}
