package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.door.Door;
import io.github.keycloaktwofactor.door.House;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 7, at every door and in every corner of the product: no secret in an address, log, event, export or
 * representation, however much the server logs.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecretsStayHiddenIT {

    /**
     * A place where a secret must stand.
     *
     * @param artefact how the artefact's name begins
     * @param secret how the secret's name begins
     * @param why what it is there for
     */
    private record Place(String artefact, String secret, String why) {
        boolean holds(Search.Find find) {
            return find.artefact().name().startsWith(artefact)
                    && find.secret().name().startsWith(secret);
        }
    }

    private static final String HIBERNATE = "what Hibernate logs";

    private static final List<Place> PLACES = List.of(
            new Place(Witness.KEY, "key of", "to be scanned or typed in"),
            new Place(Witness.KEY, "abandoned key", "to be scanned or typed in"),
            new Place(Witness.CODES, "recovery code", "to be saved; they are never shown again"),
            new Place(Witness.REFUSED, "wrong recovery code", "to be mended by the user who typed it"),
            new Place("kc.sh export", "key of", "stock: an export with users holds what an import needs"),
            new Place("kc.sh export", "hash of", "stock: an export with users holds what an import needs"),
            new Place("kc.sh export", "salt of", "stock: an export with users holds what an import needs"),
            new Place(HIBERNATE, "key of", "stock: at DEBUG Hibernate prints every row that it writes"),
            new Place(HIBERNATE, "hash of", "stock: at DEBUG Hibernate prints every row that it writes"),
            new Place(HIBERNATE, "salt of", "stock: at DEBUG Hibernate prints every row that it writes"),
            new Place("database", "key of", "stock: what codes are computed from cannot be hashed"),
            new Place("database", "hash of", "what a recovery code is compared with"),
            new Place("database", "salt of", "what a recovery code is hashed with"));

    private KeycloakServer server;
    private TestRealm realm;
    private Witness witness;
    private final Map<Door, Witness> witnesses = new LinkedHashMap<>();
    private final List<Artefact> left = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final List<Search.Find> finds = new ArrayList<>();

    @BeforeAll
    void useEverySecret() {
        server = KeycloakServer.own(
                "secrets",
                ServerOptions.h2().env("KC_LOG_LEVEL", "DEBUG,org.keycloak:TRACE,io.github.keycloaktwofactor:TRACE"));
        realm = server.realm()
                // Eight digits seldom stand in a log by chance.
                .otpPolicy(30, 8, "HmacSHA1", "totp", 1)
                .languages("en", "de")
                .realmRole("exempt")
                .switchOn(Map.of("requireEveryone", "true", "exemptRoles", "exempt"));
        witness = new Witness(server);
        new Journey(realm, witness).go();
        atEveryDoor();
        Stream.concat(Stream.of(witness), witnesses.values().stream()).forEach(seen -> {
            left.addAll(seen.artefacts());
            secrets.addAll(seen.secrets());
        });
        left.add(new Artefact("metrics", Plain.get(server.managementUrl() + "/metrics")));
        left.add(new Artefact("health", Plain.get(server.managementUrl() + "/health")));
        server.stop();
        String export = server.export(realm.name());
        left.add(new Artefact("kc.sh export", export));
        left.add(new Artefact("database", database()));
        Map<Boolean, List<String>> log = server.logText()
                .lines()
                .collect(Collectors.partitioningBy(line -> line.contains(" DEBUG [org.hibernate.orm.core] ")));
        left.add(new Artefact("log", String.join("\n", log.get(false))));
        left.add(new Artefact(HIBERNATE, String.join("\n", log.get(true))));
        secrets.addAll(stored(export));
        Search search = new Search(secrets);
        left.forEach(artefact -> finds.addAll(search.in(artefact)));
    }

    private void atEveryDoor() {
        House house = House.on(server);
        house.realm().otpPolicy(30, 8, "HmacSHA1", "totp", 1).switchOn(Map.of("requireEveryone", "true"));
        Door.withPages().forEach(door -> {
            Witness atTheDoor = new Witness(server);
            witnesses.put(door, atTheDoor);
            new DoorJourney(door, house, atTheDoor).go();
        });
        for (String path : List.of("/events?max=5000", "/admin-events?max=5000", "/users?max=500")) {
            left.add(new Artefact(
                    "admin REST of the doors " + path,
                    house.realm().rest().get(path).toString()));
        }
        house.mail().close();
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void noSecretStandsAnywhereButInItsPlaces() {
        assertThat(astray()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.keycloaktwofactor.door.Door#withPages")
    void noSecretOfADoorStandsAnywhereButInItsPlaces(Door door) {
        List<Secret> ofTheDoor = witnesses.get(door).secrets();

        assertThat(ofTheDoor).hasSize(1 + 8 + 2 * 2 + 1);
        assertThat(astray().filter(find -> ofTheDoor.contains(find.secret()))).isEmpty();
    }

    private Stream<Search.Find> astray() {
        return finds.stream().filter(find -> PLACES.stream().noneMatch(place -> place.holds(find)));
    }

    /** Without this the search above might find nothing because it looks for nothing, or in nothing. */
    @Test
    void everySecretStandsInEachOfItsPlaces() {
        assertThat(PLACES).allSatisfy(place -> assertThat(finds).anyMatch(place::holds));
        assertThat(text("log")).contains(" TRACE [org.keycloak", " DEBUG [org.hibernate");
        assertThat(text("admin REST /events")).contains("two_factor_reason", "recovery-code");
        assertThat(text("admin REST /admin-events")).contains("representation");
        assertThat(text("metrics")).contains("jvm_memory");
        assertThat(text("health")).contains("UP");
        assertThat(text("partial export")).contains("two-factor-policy");
        assertThat(text("account REST /account/credentials")).contains("\"otp\"");
        assertThat(left.stream()
                        .filter(artefact -> artefact.name().equals("mail"))
                        .map(Artefact::text))
                .hasSizeGreaterThan(4)
                .anyMatch(mail -> mail.contains("action-token"));
        assertThat(text("admin REST of the doors /events")).contains("two_factor_reason");
        assertThat(secrets).hasSizeGreaterThan(600);
    }

    @Test
    void noPageOfOursMayBeKeptOrToldOf() {
        List<HtmlPage> pages = Stream.concat(Stream.of(witness), witnesses.values().stream())
                .flatMap(seen -> seen.pages().stream())
                .toList();
        assertThat(pages).hasSizeGreaterThan(300);
        for (HtmlPage page : pages) {
            assertThat(header(page, "Cache-Control")).as(page.title()).contains("no-store");
            assertThat(header(page, "Referrer-Policy")).as(page.title()).isEqualTo("no-referrer");
        }
    }

    private String text(String name) {
        return left.stream()
                .filter(artefact -> artefact.name().startsWith(name))
                .map(Artefact::text)
                .findFirst()
                .orElseThrow();
    }

    private static String header(HtmlPage page, String name) {
        return page.headers().firstValue(name).orElse("");
    }

    /** What the database holds of the recovery codes. */
    private static List<Secret> stored(String export) {
        List<Secret> stored = new ArrayList<>();
        try {
            ObjectMapper json = new ObjectMapper();
            for (JsonNode user : json.readTree(export).path("users")) {
                for (JsonNode credential : user.path("credentials")) {
                    if (credential.path("type").asText().equals("two-factor-recovery-codes")) {
                        JsonNode data =
                                json.readTree(credential.path("secretData").asText());
                        stored.add(Secret.stored(
                                "salt of recovery codes", data.path("salt").asText()));
                        data.path("hashes")
                                .forEach(hash -> stored.add(Secret.stored("hash of a recovery code", hash.asText())));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(stored).hasSize(2 * 9);
        return stored;
    }

    /** The files of the database, octet for octet. */
    private String database() {
        try (Stream<Path> files = Files.walk(server.home().resolve("data").resolve("h2"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
