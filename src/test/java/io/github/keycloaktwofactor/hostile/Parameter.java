package io.github.keycloaktwofactor.hostile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One name and value as they go over the wire.
 *
 * @param name percent-encoded
 * @param value percent-encoded
 */
record Parameter(String name, String value) {

    static Parameter of(String name, String value) {
        return new Parameter(encoded(name), encoded(value));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    boolean is(String plainName) {
        return name.equals(encoded(plainName));
    }

    Parameter named(String other) {
        return new Parameter(other, value);
    }

    Parameter valued(String other) {
        return new Parameter(name, other);
    }

    @Override
    public String toString() {
        return name + "=" + value;
    }
}
