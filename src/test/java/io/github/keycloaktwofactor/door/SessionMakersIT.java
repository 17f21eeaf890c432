package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keycloaktwofactor.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Rule 6 against the next Keycloak: every path of the server that makes or completes a user session is on the list of
 * {@code session-makers.txt}, with its doors or with what {@code docs/security.md} says of it.
 */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionMakersIT {

    private static final String LIST = "src/test/resources/session-makers.txt";

    private static final String SECURITY = "docs/security.md";

    /** What may stand after a path. */
    private static final Set<String> KINDS = Set.of("walked", "inside", "open", "none");

    private final Map<String, String[]> known = list();

    @Test
    void everyPathOfTheServerIsKnown() throws IOException {
        assumeTrue(System.getProperty("keycloak", "distribution").equals("distribution"));
        KeycloakServer server = KeycloakServer.shared();

        SortedSet<String> paths = SessionMakers.in(server.home().resolve("lib/lib/main"));

        assertThat(paths).as("nothing was read").hasSizeGreaterThan(30);
        paths.removeAll(known.keySet());
        assertThat(paths)
                .as(
                        "Keycloak %s makes or completes user sessions in ways that are not on the list. Find out who gets"
                                + " there. Then either make a door of it in %s, which each rule's class walks through, or"
                                + " close it; if that cannot be done, say so in %s. At last write it down in %s, whose"
                                + " head tells how.",
                        server.version(), "BrowserDoor, ActionDoor or TokenDoor", SECURITY, LIST)
                .isEmpty();
    }

    @Test
    void whatTheListNamesIsThere() throws IOException {
        Set<String> named = Stream.of(BrowserDoor.values(), ActionDoor.values(), TokenDoor.values())
                .flatMap(Stream::of)
                .map(door -> ((Enum<?>) door).name())
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("IT.java"))
                    .forEach(file -> named.add(file.replace(".java", "")));
        }
        String security = Files.readString(Path.of(SECURITY)).replaceAll("\\s+", " ");

        known.forEach((path, entry) -> {
            assertThat(entry[0]).as(path).isIn(KINDS);
            assertThat(entry[1]).as(path).isNotBlank();
            if (entry[0].equals("walked")) {
                assertThat(named).as(path).contains(entry[1].split(", "));
            } else if (entry[0].equals("open")) {
                assertThat(security).as(path).contains(entry[1]);
            }
        });
    }

    private static Map<String, String[]> list() {
        Map<String, String[]> list = new TreeMap<>();
        try (Stream<String> lines = Files.lines(Path.of(LIST))) {
            lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" \\| ", 3);
                list.put(parts[0].strip(), new String[] {parts[1].strip(), parts[2].strip()});
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return list;
    }
}
