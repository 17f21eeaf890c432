package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Scrape;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is found of the options and features of a server. */
@Tag("own-server")
final class ServerPostureIT {

    @Test
    void partsThatAreLeftOutAndFeaturesAreFoundAndMetricsTellRealmsApart() {
        ServerOptions options = ServerOptions.h2()
                .feature("token-exchange:v1")
                .buildArg("--features-disabled=web-authn,passkeys")
                .arg("--spi-login--freemarker--two-factor=false")
                .arg("--spi-oauth2-grant-type--refresh_token--two-factor=false")
                .arg("--spi-events-listener--two-factor--metrics-realm=true")
                .arg("--spi-required-action--UPDATE_PASSWORD--two-factor=false")
                .startingSoon();
        try (KeycloakServer server = KeycloakServer.own("weakened", options);
                TestRealm realm = server.realm()) {
            realm.rest().post("/two-factor/setup", Map.of());
            List<String> found = new ArrayList<>();
            for (JsonNode finding : realm.rest().get("/two-factor/posture")) {
                found.add(finding.path("id").textValue() + " "
                        + finding.path("object").path("name").textValue() + " "
                        + finding.path("severity").textValue());
            }

            assertThat(found)
                    .contains(
                            "override-left-out login forms freemarker HIGH",
                            "override-left-out grant refresh_token HIGH",
                            "override-left-out required action UPDATE_PASSWORD LOW",
                            "feature-on token-exchange:v1 MEDIUM",
                            "feature-on transient-users:v1 MEDIUM",
                            "feature-off web-authn MEDIUM");
            assertThat(found.stream().filter(finding -> finding.startsWith("override-left-out")))
                    .hasSize(3);
            realm.user("somebody");
            realm.browser().signIn("somebody", TestRealm.PASSWORD);
            assertThat(Scrape.of(server).values())
                    .containsEntry("two_factor_sign_ins_total{method=none,realm=" + realm.name() + "}", 1.0);
            Await.until(
                    "the findings of the realm in the metrics",
                    Duration.ofSeconds(30),
                    () -> Optional.ofNullable(Scrape.of(server)
                                    .values()
                                    .get("two_factor_findings{realm=" + realm.name() + ",severity=high}"))
                            .filter(high -> high == 2));
        }
    }
}
