package io.github.keycloaktwofactor.hostile;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request, byte for byte.
 *
 * @param path with nothing to encode in it
 * @param form what is posted; empty for a request without a body
 */
record WireRequest(String method, String path, List<Parameter> query, List<Parameter> cookies, List<Parameter> form) {

    private static final String FORM = "application/x-www-form-urlencoded";

    WireRequest {
        query = List.copyOf(query);
        cookies = List.copyOf(cookies);
        form = List.copyOf(form);
    }

    static WireRequest get(String url, Map<String, String> cookies) {
        URI uri = URI.create(url);
        return new WireRequest("GET", uri.getRawPath(), parameters(uri.getRawQuery()), asSent(cookies), List.of());
    }

    static WireRequest post(String url, Map<String, String> cookies, Parameter... form) {
        URI uri = URI.create(url);
        return new WireRequest("POST", uri.getRawPath(), parameters(uri.getRawQuery()), asSent(cookies), List.of(form));
    }

    /** Of cookies the values go as they are. */
    private static List<Parameter> asSent(Map<String, String> cookies) {
        List<Parameter> sent = new ArrayList<>();
        cookies.forEach((name, value) -> sent.add(new Parameter(name, value)));
        return sent;
    }

    private static List<Parameter> parameters(String query) {
        return query == null
                ? List.of()
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .map(pair -> new Parameter(pair[0], pair.length == 1 ? "" : pair[1]))
                        .toList();
    }

    WireRequest method(String other) {
        return new WireRequest(other, path, query, cookies, form);
    }

    WireRequest query(List<Parameter> other) {
        return new WireRequest(method, path, other, cookies, form);
    }

    WireRequest cookies(List<Parameter> other) {
        return new WireRequest(method, path, query, other, form);
    }

    WireRequest form(List<Parameter> other) {
        return new WireRequest(method, path, query, cookies, other);
    }

    /** The first value of a field as the server reads it; empty when it is not there. */
    String field(String name) {
        return form.stream()
                .filter(parameter -> parameter.is(name))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    byte[] bytes(String host) {
        String body = joined(form, "&");
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path);
        if (!query.isEmpty()) {
            head.append('?').append(joined(query, "&"));
        }
        head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\nConnection: close\r\n");
        head.append("User-Agent: Mozilla/5.0 (fuzz)\r\nAccept: text/html,*/*;q=0.8\r\n");
        if (!cookies.isEmpty()) {
            head.append("Cookie: ").append(joined(cookies, "; ")).append("\r\n");
        }
        if (!method.equals("GET")) {
            head.append("Content-Type: ").append(FORM).append("\r\n");
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        head.append("\r\n");
        return (method.equals("GET") ? head.toString() : head + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String joined(List<Parameter> parameters, String separator) {
        return parameters.stream().map(Parameter::toString).collect(Collectors.joining(separator));
    }

    /** For the message of a failed test, to be sent again by hand. */
    @Override
    public String toString() {
        String text = new String(bytes("server"), StandardCharsets.ISO_8859_1);
        return text.length() > 6000 ? text.substring(0, 6000) + "… (" + text.length() + ")" : text;
    }
}
