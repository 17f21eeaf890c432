package io.github.keycloaktwofactor.door;

import java.util.Locale;

/** What two-factor means for a person, in a realm that requires it of everyone but guests. */
enum Standing {
    /** Must have it, and has not set it up. */
    REQUIRED,
    ENROLLED,
    /** Need not have it, and has set it up. */
    EXEMPT;

    Visitor at(House house, String name) {
        return switch (this) {
            case REQUIRED -> house.visitor(name);
            case ENROLLED -> house.enrolled(name);
            case EXEMPT -> house.enrolled(name, "guest");
        };
    }

    /** The beginning of a name. */
    String label() {
        return name().substring(0, 2).toLowerCase(Locale.ROOT) + "-";
    }
}
