package io.github.keycloaktwofactor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the doors cost whom nobody asks for a code: a server with the JAR against one without, both warm, interleaved in
 * random order. Not part of {@code mvn verify}; run it with {@code -Dit.test=DoorsBenchmark}, on a machine that does
 * nothing else.
 */
@Tag("benchmark")
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoorsBenchmark {

    private static final int TIMES = Integer.getInteger("benchmark.times", 400);
    /** Until the compiler has seen both often enough: before, a ratio says how much code there is, not how slow it is. */
    private static final int WARM_UP = Integer.getInteger("benchmark.warm-up", 2000);

    private static final int TURNS = Integer.getInteger("benchmark.turns", 21);
    private static final int BLOCK = 200;
    private static final int STARTS = 5;
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Consumer<TestRealm> EVERYONE = realm -> realm.switchOn(Map.of("requireEveryone", "true"));
    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

    private final KeycloakServer with = KeycloakServer.own("bench-with", ServerOptions.h2());
    private final KeycloakServer without =
            KeycloakServer.own("bench-without", ServerOptions.h2().withoutProvider());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void tearDown() {
        with.close();
        without.close();
    }

    @Test
    void signingInAgainByTheCookie() throws Exception {
        compare("sign-in by the cookie", EVERYONE, DoorsBenchmark::sso);
    }

    @Test
    void refreshingATokenOfAVerifiedSession() throws Exception {
        compare("refresh grant", EVERYONE, DoorsBenchmark::refresh);
    }

    @Test
    void aPasswordOfSomebodyWithTwoHundredRolesWhomThePolicyDoesNotTouch() throws Exception {
        List<String> required =
                IntStream.range(0, 20).mapToObj(i -> "required" + i).toList();
        Consumer<TestRealm> policy = realm -> {
            required.forEach(realm::realmRole);
            realm.switchOn(Map.of("requiredRoles", String.join("##", required)));
        };
        compare("password of an untouched user", policy, (realm, button) -> password(realm));
    }

    @Test
    void starting() {
        for (int i = 0; i < STARTS; i++) {
            for (KeycloakServer server : List.of(with, without)) {
                server.stop();
                server.start();
            }
        }
        List<Double> ours = starts(with);
        List<Double> stock = starts(without);
        System.out.printf(
                Locale.ROOT,
                "start, %d a side: without %.2f s, with %.2f s (medians of what the server says)%n",
                STARTS,
                at(stock, 0.5),
                at(ours, 0.5));
    }

    private static List<Double> starts(KeycloakServer server) {
        List<Double> all = STARTED.matcher(server.logText())
                .results()
                .map((MatchResult line) -> Double.valueOf(line.group(1)))
                .toList();
        return all.subList(all.size() - STARTS, all.size());
    }

    private static Request sso(TestRealm realm, String button) {
        BrowserSession browser = signedIn(realm, button);
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.authUrl("app", Map.of())))
                .header("Cookie", cookies(browser))
                .build();
        return ignored -> new Asked(
                request,
                302,
                answer -> answer.headers().firstValue("Location").orElse("").contains("code="));
    }

    private static Request refresh(TestRealm realm, String button) {
        String token = signedIn(realm, button).tokens().refreshToken();
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/protocol/openid-connect/token")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=refresh_token&client_id=app&refresh_token=" + token))
                .build();
        return ignored -> new Asked(request, 200, answer -> answer.body().contains("access_token"));
    }

    private static Request password(TestRealm realm) {
        TestUser user = realm.user("staff");
        for (int group = 0; group < 50; group++) {
            String[] roles = IntStream.range(4 * group, 4 * group + 4)
                    .mapToObj(i -> "role" + i)
                    .toArray(String[]::new);
            for (String role : roles) {
                realm.realmRole(role);
            }
            realm.group("group" + group, roles);
            user.join("group" + group);
        }
        return ignored -> {
            BrowserSession browser = realm.browser().openLogin();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(browser.page().attribute("form#kc-form-login", "action")))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Cookie", cookies(browser))
                    .POST(HttpRequest.BodyPublishers.ofString("username=staff&password=" + TestRealm.PASSWORD))
                    .build();
            return new Asked(
                    request,
                    302,
                    answer -> answer.headers().firstValue("Location").orElse("").contains("code="));
        };
    }

    /** Signed in with a password and a code, on our page ({@code button}) or on Keycloak's own. */
    private static BrowserSession signedIn(TestRealm realm, String button) {
        var app = realm.user("alice").importOtp(SECRET);
        BrowserSession browser = realm.browser().signIn("alice", TestRealm.PASSWORD);
        String code = app.code(Instant.now());
        if (button.isEmpty()) {
            browser.submit("form#kc-otp-login-form", Map.of("otp", code));
        } else {
            browser.press(button, Map.of("code", code));
        }
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        return browser;
    }

    private static String cookies(BrowserSession browser) {
        return browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /**
     * Asks both servers equally often: in a realm that has it on and in one that has not, and in two realms without the JAR,
     * whose ratio says how far the others can be trusted.
     */
    private void compare(String what, Consumer<TestRealm> policy, BiFunction<TestRealm, String, Request> kind)
            throws Exception {
        try (TestRealm on = with.realm().productionPasswords();
                TestRealm off = with.realm().productionPasswords();
                TestRealm stock = without.realm().productionPasswords();
                TestRealm again = without.realm().productionPasswords()) {
            policy.accept(on);
            List<Request> all = List.of(
                    kind.apply(stock, ""), kind.apply(on, "verify"), kind.apply(off, ""), kind.apply(again, ""));
            run(all, WARM_UP);
            List<List<Double>> times = run(all, TIMES);
            printProcessorTime(what, all);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d a side: without median %.2f ms, p95 %.2f ms; against it %s, %s, %s%n",
                    what,
                    TIMES,
                    at(times.get(0), 0.5),
                    at(times.get(0), 0.95),
                    against(times, 1, "on"),
                    against(times, 2, "off"),
                    against(times, 3, "without, again"));
        }
    }

    /**
     * What a request takes of the processor, in turns of {@value #BLOCK}: steadier than what a clock says on a machine whose
     * neighbours come and go, and it knows nothing of waiting. The median of the turns' ratios.
     */
    private void printProcessorTime(String what, List<Request> all) throws IOException, InterruptedException {
        List<KeycloakServer> servers = List.of(without, with, with, without);
        List<List<Double>> turns = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
            Collections.shuffle(order, new Random(turn));
            Double[] taken = new Double[order.size()];
            for (int side : order) {
                long start = servers.get(side).processorTime().toNanos();
                run(List.of(all.get(side)), BLOCK);
                taken[side] = (servers.get(side).processorTime().toNanos() - start) / 1e6 / BLOCK;
            }
            turns.add(List.of(taken));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, processor time of %d turns of %d: without %.2f ms; against it on %.3f, off %.3f, without, again %.3f%n",
                what,
                TURNS,
                BLOCK,
                at(turns.stream().map(turn -> turn.get(0)).toList(), 0.5),
                ratio(turns, 1),
                ratio(turns, 2),
                ratio(turns, 3));
    }

    private static double ratio(List<List<Double>> turns, int side) {
        return at(turns.stream().map(turn -> turn.get(side) / turn.get(0)).toList(), 0.5);
    }

    private static String against(List<List<Double>> times, int side, String name) {
        return "%s median %.3f, p95 %.3f"
                .formatted(
                        name,
                        at(times.get(side), 0.5) / at(times.get(0), 0.5),
                        at(times.get(side), 0.95) / at(times.get(0), 0.95));
    }

    private List<List<Double>> run(List<Request> all, int times) throws IOException, InterruptedException {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, all.size() * times).boxed().toList());
        Collections.shuffle(order, new Random(42));
        List<List<Double>> sides = all.stream()
                .map(request -> (List<Double>) new ArrayList<Double>())
                .toList();
        for (int i : order) {
            int side = i % all.size();
            Asked asked = all.get(side).prepare(i);
            long start = System.nanoTime();
            HttpResponse<String> answer = client.send(asked.request, HttpResponse.BodyHandlers.ofString());
            double millis = (System.nanoTime() - start) / 1e6;
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(asked.status);
            assertThat(asked.right.apply(answer)).isTrue();
            sides.get(side).add(millis);
        }
        return sides;
    }

    private static double at(List<Double> times, double quantile) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }

    /** What is prepared before the watch starts. */
    private interface Request {
        Asked prepare(int turn);
    }

    private record Asked(HttpRequest request, int status, Function<HttpResponse<String>, Boolean> right) {}
}
