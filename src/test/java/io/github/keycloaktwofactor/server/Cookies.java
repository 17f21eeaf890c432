package io.github.keycloaktwofactor.server;

import java.net.HttpCookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A browser's cookies for one host. {@code Secure} is not looked at: browsers send such cookies over plain HTTP to
 * localhost too.
 */
final class Cookies {
    private final List<HttpCookie> kept = new ArrayList<>();

    Cookies copy() {
        Cookies copy = new Cookies();
        copy.kept.addAll(kept);
        return copy;
    }

    /** Takes in one {@code Set-Cookie} header. */
    void take(String header, URI from) {
        HttpCookie cookie = HttpCookie.parse("Set-Cookie: " + header).get(0);
        if (cookie.getPath() == null) {
            String path = from.getPath();
            cookie.setPath(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
        }
        kept.removeIf(k -> k.getName().equals(cookie.getName()) && k.getPath().equals(cookie.getPath()));
        if (!cookie.hasExpired()) {
            kept.add(cookie);
        }
    }

    /** The value of the {@code Cookie} header for a request there; empty when there is nothing to send. */
    String header(URI to) {
        return kept.stream()
                .filter(cookie -> covers(cookie.getPath(), to.getPath()))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        kept.forEach(cookie -> all.put(cookie.getName(), cookie.getValue()));
        return all;
    }

    void put(String name, String value, String path) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath(path);
        remove(name);
        kept.add(cookie);
    }

    void remove(String name) {
        kept.removeIf(cookie -> cookie.getName().equals(name));
    }

    private static boolean covers(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }
}
