package io.github.keycloaktwofactor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a right one-time password takes from the post to the redirect: our page in one realm against the stock OTP
 * form in another, interleaved in random order on one server. Not part of {@code mvn verify}; run it with
 * {@code -Dit.test=TotpPostBenchmark}, on a machine that does nothing else.
 */
@Tag("benchmark")
@Tag("postgres")
class TotpPostBenchmark {

    private static final int PEOPLE = Integer.getInteger("benchmark.people", 220);
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final AuthenticatorApp APP = AuthenticatorApp.ofSecret(SECRET);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void onH2() throws Exception {
        compare("H2", KeycloakServer.shared());
    }

    @Test
    void onPostgres() throws Exception {
        compare("PostgreSQL", KeycloakServer.onPostgres());
    }

    private void compare(String database, KeycloakServer server) throws Exception {
        try (TestRealm ours = server.realm().productionPasswords();
                TestRealm stock = server.realm().productionPasswords()) {
            ours.switchOn(Map.of("requireEveryone", "false"));
            for (int i = 0; i < PEOPLE; i++) {
                ours.user("user" + i).importOtp(SECRET);
                stock.user("user" + i).importOtp(SECRET);
            }
            // The first round warms the server up and makes everybody's row; a code can be used once, so each round has
            // steps of its own.
            round(ours, stock);
            List<List<Double>> times = round(ours, stock);
            report(database, times.get(0), times.get(1));
        }
    }

    private List<List<Double>> round(TestRealm ours, TestRealm stock) throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2 * PEOPLE; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(42));
        List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
        long nextStep = (Instant.now().getEpochSecond() / 30 + 2) * 30;
        while (Instant.now().getEpochSecond() < nextStep) {
            Thread.onSpinWait();
        }
        for (int i : order) {
            boolean isOurs = i < PEOPLE;
            TestRealm realm = isOurs ? ours : stock;
            times.get(isOurs ? 0 : 1).add(post(realm, "user" + i % PEOPLE, isOurs));
        }
        return times;
    }

    private double post(TestRealm realm, String user, boolean isOurs) throws IOException, InterruptedException {
        BrowserSession browser = realm.browser().signIn(user, "password");
        String action =
                isOurs ? browser.action("verify") : browser.page().attribute("form#kc-otp-login-form", "action");
        String field = isOurs
                ? "do=verify&code="
                : "selectedCredentialId="
                        + URLEncoder.encode(
                                browser.page()
                                        .document()
                                        .select("input[name=selectedCredentialId]")
                                        .attr("value"),
                                StandardCharsets.UTF_8)
                        + "&otp=";
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(URI.create(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies)
                .POST(HttpRequest.BodyPublishers.ofString(field + APP.code(Instant.now())))
                .build();
        long start = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double millis = (System.nanoTime() - start) / 1e6;
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).contains("code=");
        return millis;
    }

    private static void report(String database, List<Double> ours, List<Double> stock) {
        System.out.printf(
                Locale.ROOT,
                "%s, %d a side: stock median %.2f ms, p95 %.2f ms; ours / stock median %.3f, p95 %.3f%n",
                database,
                ours.size(),
                at(stock, 0.5),
                at(stock, 0.95),
                at(ours, 0.5) / at(stock, 0.5),
                at(ours, 0.95) / at(stock, 0.95));
    }

    private static double at(List<Double> times, double quantile) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }
}
