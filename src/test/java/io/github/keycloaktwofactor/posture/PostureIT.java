package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault is made in a realm in which nothing is wrong: it is found, nothing else is, and mended it is gone. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostureIT {

    /** Found of a server or by a unit test: {@link ServerPostureIT}, {@link OldKeycloakTest}. */
    private static final Set<String> OF_SERVER =
            Set.of("old-keycloak", "override-left-out", "feature-on", "feature-off");

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm = Faults.flawless(KeycloakServer.shared().realm());
    }

    @AfterAll
    void tearDown() {
        realm.close();
    }

    static Stream<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFoundAndNothingElseAndGoesWhenItIsMended(Fault fault) {
        assertThat(found()).as("before").isEmpty();
        List<String> expected = new ArrayList<>(fault.also());
        expected.add(fault.finding());

        fault.make().accept(realm);
        try {
            List<JsonNode> found = found();
            assertThat(found)
                    .extracting(finding -> finding.path("id").textValue())
                    .containsExactlyInAnyOrderElementsOf(expected);
            JsonNode finding = found.stream()
                    .filter(one -> one.path("id").textValue().equals(fault.finding()))
                    .findFirst()
                    .orElseThrow();
            assertThat(finding.path("object").path("name").textValue())
                    .isEqualTo(fault.object().equals("realm") ? realm.name() : fault.object());
        } finally {
            fault.mend().accept(realm);
        }

        assertThat(found()).as("mended").isEmpty();
    }

    @Test
    void anExemptRoleIsFoundAsLongAsItsUserHasNoExemptionOnRecord() {
        realm.configure(Map.of("requireEveryone", "true", "acceptOtherFactors", "none", "exemptRoles", "exempt"));
        realm.find("somebody").grant("exempt");
        try {
            assertThat(found()).hasSize(1);

            Faults.exempt(realm, "INC-15", 15);

            assertThat(found()).as("and it does not end soon").isEmpty();
        } finally {
            Faults.endExemptions(realm);
            realm.find("somebody").revoke("exempt");
            realm.configure(Map.of("requireEveryone", "true", "acceptOtherFactors", "none"));
        }
    }

    @Test
    void everyCheckOfARealmIsTriedHere() {
        Set<String> tried = Faults.all().map(Fault::finding).collect(Collectors.toSet());
        tried.addAll(OF_SERVER);

        assertThat(tried)
                .isEqualTo(Checks.ALL.stream()
                        .filter(check -> !(check instanceof OpenByNature))
                        .map(Check::id)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatIsOpenByNatureIsAlwaysThere() {
        List<String> open = all().filter(
                        finding -> finding.path("severity").textValue().equals("OPEN"))
                .map(finding -> finding.path("id").textValue())
                .toList();

        assertThat(open)
                .containsExactlyElementsOf(
                        Stream.of(OpenByNature.values()).map(Check::id).toList());
    }

    @Test
    void everyFindingSaysWhatItMeansAndWhatToDo() {
        all().forEach(finding -> {
            assertThat(finding.path("text").textValue()).endsWith(".");
            assertThat(finding.path("remedy").textValue()).endsWith(".");
            assertThat(finding.path("object").path("type").textValue()).isNotEmpty();
            assertThat(finding.path("object").path("id").textValue()).isNotEmpty();
        });
    }

    @Test
    void theStateCountsThem() {
        JsonNode counts = realm.rest().get("/two-factor").path("findings");

        assertThat(counts.path("open").intValue()).isEqualTo(OpenByNature.values().length);
        assertThat(counts.path("high").intValue()).isZero();
        assertThat(realm.rest().get("/two-factor").path("page").textValue()).isEqualTo(realm.url("/two-factor/admin/"));
    }

    @Test
    void healthCountsThemAndStaysUp() {
        Health health = new Health(realm.server());
        String open = OpenByNature.values().length + " open";
        awaitHealth(health, "0 high", open);

        realm.switchOff();
        try {
            awaitHealth(health, "1 high", open);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        awaitHealth(health, "0 high", open);
    }

    private void awaitHealth(Health health, String... parts) {
        Await.until(
                String.join(", ", parts),
                Duration.ofSeconds(30),
                () -> Optional.of(health.findings(realm))
                        .filter(text -> Stream.of(parts).allMatch(text::contains)));
    }

    /** Without what depends on the server and what is open by nature. */
    private List<JsonNode> found() {
        return all().filter(finding -> !finding.path("severity").textValue().equals("OPEN"))
                .filter(finding -> !OF_SERVER.contains(finding.path("id").textValue()))
                .toList();
    }

    private Stream<JsonNode> all() {
        List<JsonNode> findings = new ArrayList<>();
        realm.rest().get("/two-factor/posture").forEach(findings::add);
        return findings.stream();
    }
}
