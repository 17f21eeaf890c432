package io.github.keycloaktwofactor.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.attempt.Site;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests made by chance, 1 000 by default or as many as {@code -Dfuzz=} says, half of them on either database: whatever is sent, the server keeps its
 * feet, tells nothing of its insides, changes nothing and signs nobody in. The same {@code -Dfuzz.seed=} makes the same
 * changes to the requests.
 */
@Tag("fuzz")
@Tag("postgres")
final class HostileInputIT {

    /** A client whose flow asks for the password alone. */
    static final String BARE = "bare";

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
    private static final int REQUESTS = Integer.getInteger("fuzz", 1_000);
    private static final int REQUESTS_A_SCENE = 25;

    private static final String SETTINGS = "/authentication/required-actions/" + TestRealm.POLICY + "/config";

    private static final List<String> INSIDES = List.of(
            "\tat ",
            "Caused by:",
            "FreeMarker template error",
            "java.lang.",
            "io.github.keycloaktwofactor",
            "SQLState");

    @ParameterizedTest
    @EnumSource(Site.class)
    void noRequestBreaksAnythingOrSignsAnybodyIn(Site site) {
        try (TestRealm realm = site.realm(Map.of())) {
            realm.realmRole(Scenes.EXEMPT).languages("en", "de").client(BARE, Map.of());
            realm.flows().bindPasswordOnly(BARE);
            Scenes scenes = new Scenes(realm);
            send(realm, scenes, EnrolledUser.enrolled(realm, "bystander"));
        }
    }

    private static void send(TestRealm realm, Scenes scenes, EnrolledUser bystander) {
        Wire wire = new Wire(realm.server().baseUrl());
        Mutator mutator = new Mutator(new SplittableRandom(SEED));
        JsonNode policy = realm.action(TestRealm.POLICY);
        String others = bystander.user().credentials().toString();

        int sent = 0;
        for (int number = 0; sent < REQUESTS / 2; number++) {
            Scene scene = scenes.open(number);
            List<WireRequest> requests = new ArrayList<>();
            while (requests.size() < REQUESTS_A_SCENE && sent < REQUESTS / 2 && !scene.spent()) {
                WireRequest request = mutator.mutated(scene.request());
                requests.add(request);
                sent++;
                WireAnswer answer = wire.send(request);
                String fault = fault(realm, scene, answer);
                if (!fault.isEmpty()) {
                    fail("-Dfuzz.seed=%d, request %d to %s: %s%n%s%n%n%d %s%n%s"
                            .formatted(
                                    SEED,
                                    sent,
                                    scene,
                                    fault,
                                    request,
                                    answer.status(),
                                    answer.headers(),
                                    answer.body()));
                }
                scene.follow(answer);
            }
            assertThat(scene.changes())
                    .as("-Dfuzz.seed=%d, requests up to %d: %s", SEED, sent, requests)
                    .isEmpty();
        }

        scenes.end();
        assertThat(realm.action(TestRealm.POLICY)).isEqualTo(policy);
        assertThat(bystander.user().credentials()).hasToString(others);
        assertNothingWasCountedOn(bystander);
    }

    @ParameterizedTest
    @EnumSource(Site.class)
    void noSettingsBreakThePolicyOrTheSignInsUnderIt(Site site) {
        try (TestRealm other = site.realm(Map.of())) {
            EnrolledUser.imported(other, "alice");
            HostileSettings hostile = new HostileSettings(new SplittableRandom(SEED));
            for (int sent = 1; sent <= REQUESTS / 10; sent++) {
                JsonNode before = other.settings();
                String body = hostile.next();
                RestAnswer answer = other.rest().send("PUT", SETTINGS, body);
                String what = "-Dfuzz.seed=%d, settings %d: %s%n%s".formatted(SEED, sent, body, answer);
                assertThat(answer.status()).as(what).isLessThan(500);
                assertThat(INSIDES).as(what).noneMatch(answer.text()::contains);
                if (answer.ok()) {
                    // An empty config is a switch-off, after which stock asks for the code.
                    BrowserSession browser = other.browser().signIn("alice", TestRealm.PASSWORD);
                    assertThat(browser.page().status()).as(what).isEqualTo(200);
                    assertThat(browser.page().has("[name=code], [name=otp]"))
                            .as(what + browser.page().text())
                            .isTrue();
                } else {
                    assertThat(other.settings()).as(what).isEqualTo(before);
                }
            }
        }
    }

    private static String fault(TestRealm realm, Scene scene, WireAnswer answer) {
        if (answer.status() == 0 || answer.status() >= 500) {
            return "the server failed";
        }
        if (INSIDES.stream().anyMatch(answer.body()::contains)) {
            return "the page shows the insides";
        }
        if (answer.body().contains(Nasty.TAG)) {
            return "a value was printed as it came";
        }
        if (Nasty.RECKONED.matcher(answer.body()).find()) {
            return "a value was taken for a formula";
        }
        if (answer.headers().stream().anyMatch(header -> header.startsWith(Nasty.HEADER))) {
            return "a value became a header";
        }
        return !scene.mayPass() && signedIn(realm, answer) ? "somebody was signed in" : "";
    }

    private static boolean signedIn(TestRealm realm, WireAnswer answer) {
        return answer.location()
                        .filter(url -> url.startsWith(realm.callbackUrl()))
                        .filter(url -> url.contains("code="))
                        .isPresent()
                || answer.setCookies().stream().anyMatch(cookie -> cookie.matches("KEYCLOAK_IDENTITY=[^;].*"))
                || answer.body().contains("\"access_token\"");
    }

    /** Five wrong codes are answered without a wait, so the counter stood at nothing. */
    private static void assertNothingWasCountedOn(EnrolledUser bystander) {
        BrowserSession browser = bystander.codePage();
        for (int i = 0; i < 5; i++) {
            browser.press("verify", Map.of("code", bystander.wrongCode()));
            assertThat(browser.page().has("[data-two-factor-wait]")).isFalse();
        }
        assertThat(browser.press("verify", Map.of("code", bystander.nextCode())).signedIn())
                .isTrue();
    }
}
