package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a server answered, line by line. Whatever differs between two runs on the same server stands there as dots:
 * addresses, ids, times, keys. So two transcripts are equal when the servers behaved alike.
 */
final class Transcript {

    private static final Pattern RANDOM = Pattern.compile(String.join(
            "|",
            "(?:onrt|offrt|trrt|onrtac|trrtcc)?:?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "(?<=[?&;](?:session_code|execution|client_data|tab_id|key|state|nonce|session_state|code|logout_code)=)[^&\"'\\s]*",
            // The hash of the authentication session, for the script that looks for others.
            "(?<=\")(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9+/]{64})(?=\")",
            "(?<=/resources/)[^/\"]+",
            "(?<=data:image/png;base64,)[^\"]*",
            "(?<=name=\"(?:session_code|state|nonce|SAMLResponse)\" value=\")[^\"]*",
            // What Keycloak makes for a new client.
            "(?<=saml\\.signing\\.(?:certificate|private\\.key)=)[^,}]*",
            "(?<=client\\.secret\\.creation\\.time=)\\d+",
            // Assertions and tokens, whose parts come in any order.
            "(?<=<SOAP-ENV:Body>)[\\s\\S]*?(?=</SOAP-ENV:Body>)",
            "(?<=\\{\"token\":\")[^\"]*",
            "(?<=\"issued_at\":\")[^\"]*",
            // What a security key is to sign, and for whom.
            "(?<=(?:challenge|userid) : [\"'])[^\"']*",
            // Stock recovery codes, shown and hidden.
            "\\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\\b",
            "\\b[A-Z0-9]{12}(?:,[A-Z0-9]{12})+\\b",
            // Milliseconds since 1970.
            "\\b1[0-9]{12}\\b"));

    /** Fields of JSON and details of events whose values are random or times. */
    private static final Set<String> VOLATILE = Set.of(
            "access_token",
            "at_hash",
            "auth_time",
            "code",
            "code_id",
            "containerId",
            "createdDate",
            "createdTimestamp",
            "exp",
            "iat",
            "id",
            "id_token",
            "identity_provider_broker_session_id",
            "jti",
            "lastAccess",
            "nbf",
            "not-before-policy",
            "notBefore",
            "refresh_expires_in",
            "expires_in",
            "refresh_token",
            "refresh_token_id",
            "session_state",
            "sid",
            "start",
            "state",
            "token_id",
            "updated_refresh_token_id");

    private final TestRealm realm;
    private final List<String> lines = new ArrayList<>();

    Transcript(TestRealm realm) {
        this.realm = realm;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The page as the server sent it, all its markup and the names of headers and cookies, or where it led back to. */
    BrowserSession page(String step, BrowserSession browser) {
        add(step + ": " + browser.page().status());
        browser.callback().forEach((name, value) -> add("  back with " + name + "=" + value(name, value)));
        Set<String> headers = new TreeSet<>(browser.page().headers().map().keySet());
        headers.removeAll(Set.of("content-length", "transfer-encoding"));
        add("  headers " + headers);
        add("  cookies " + new TreeSet<>(browser.cookies().keySet()));
        String body = browser.page().body();
        for (String secret :
                List.of(browser.page().value("totpSecret"), browser.page().text("#kc-totp-secret-key"))) {
            body = secret.isEmpty() ? body : body.replace(secret, "…");
        }
        List<String> items = new ArrayList<>();
        for (String line :
                body.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
            // Keycloak names the apps that it supports in an order that changes from start to start.
            if (line.startsWith("<li>")) {
                items.add(line);
                continue;
            }
            items.stream().sorted().forEach(item -> add("  " + item));
            items.clear();
            add("  " + line);
        }
        return browser;
    }

    /** The token endpoint's answer and the claims in it. */
    Tokens tokens(String step, Tokens tokens) {
        add(step + ": " + tokens.status());
        json("  answer", tokens.body());
        if (tokens.ok()) {
            json("  access token", tokens.accessClaims());
        }
        if (tokens.body().has("id_token")) {
            json("  ID token", tokens.idClaims());
        }
        return tokens;
    }

    /** JSON, its objects and arrays sorted. */
    void json(String step, JsonNode json) {
        add(step + ": " + stable("", json));
    }

    /** All events since they were last cleared. */
    void events() {
        realm.events().stream().map(this::event).sorted().forEach(this::add);
    }

    void add(String line) {
        lines.add(masked(line));
    }

    private String event(TestEvent event) {
        TreeMap<String, String> details = new TreeMap<>();
        event.details().forEach((name, value) -> details.put(name, value(name, value)));
        return masked("event " + event.type() + " error=" + event.error() + " client=" + event.clientId() + " user="
                + (event.userId() != null) + " session=" + (event.sessionId() != null) + " " + details);
    }

    private String stable(String name, JsonNode json) {
        if (json.isObject()) {
            TreeMap<String, String> fields = new TreeMap<>();
            json.properties().forEach(field -> fields.put(field.getKey(), stable(field.getKey(), field.getValue())));
            return fields.toString();
        }
        if (json.isArray()) {
            Stream.Builder<String> parts = Stream.builder();
            json.forEach(part -> parts.add(stable("", part)));
            return parts.build().sorted().toList().toString();
        }
        return value(name, json.asText());
    }

    private String value(String name, String value) {
        if (VOLATILE.contains(name)) {
            return "…";
        }
        // A scope is a set (RFC 6749 §3.3).
        return masked(
                name.equals("scope")
                        ? Stream.of(value.split(" ")).sorted().toList().toString()
                        : value);
    }

    private String masked(String text) {
        String host = realm.server().baseUrl();
        String plain = text.replace(host, "SERVER")
                .replace(URLEncoder.encode(host, StandardCharsets.UTF_8), "SERVER")
                .replace(realm.name(), "REALM");
        return RANDOM.matcher(plain).replaceAll("…");
    }

    /** The first lines that differ; two whole transcripts fill a book. */
    static List<String> differences(String here, List<String> ours, String there, List<String> theirs) {
        return IntStream.range(0, Math.max(ours.size(), theirs.size()))
                .filter(line -> !line(ours, line).equals(line(theirs, line)))
                .limit(3)
                .mapToObj(line -> "after \"" + step(ours, line) + "\"\n  " + here + ": " + line(ours, line) + "\n  "
                        + there + ": " + line(theirs, line))
                .toList();
    }

    private static String line(List<String> transcript, int line) {
        return line < transcript.size() ? transcript.get(line) : "(end)";
    }

    /** Lines of a step are indented. */
    private static String step(List<String> transcript, int line) {
        return transcript.stream()
                .limit(line + 1L)
                .filter(text -> !text.startsWith(" "))
                .reduce("", (earlier, later) -> later);
    }
}
