package io.github.keycloaktwofactor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.report.ManyPeople;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/**
 * The report of a large realm on PostgreSQL against SQL that somebody wrote by hand, interleaved. Not part of {@code mvn verify};
 * run it with {@code -Dit.test=ReportBenchmark -Dbenchmark.users=1000000}, on a machine that does nothing else.
 */
@Tag("benchmark")
@Tag("own-server")
@Tag("postgres")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportBenchmark {

    private static final int USERS = Integer.getInteger("benchmark.users", 1_000_000);
    private static final int TIMES = Integer.getInteger("benchmark.times", 5);
    private static final int PAGES = 40;
    private static final String TAG = "b";

    private final KeycloakServer server = KeycloakServer.own("bench-report", ServerOptions.postgres());
    private final HttpClient client = HttpClient.newHttpClient();
    private TestRealm realm;

    @BeforeAll
    void fill() throws SQLException {
        realm = server.realm().switchOn(Map.of());
        ManyPeople.fill(server, realm, TAG, USERS);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theSummary() throws Exception {
        // Roles r3 and r4, which the groups g3 and g4 have as well.
        realm.rest().put("/two-factor/policy", Map.of("requiredRoles", List.of("r3", "r4")));
        summary("summary, few required", "'br3', 'br4'", "'bg3', 'bg4'");
        String defaultRole = "default-roles-" + realm.name();
        realm.rest().put("/two-factor/policy", Map.of("requiredRoles", List.of(defaultRole)));
        String id = realm.rest().get("/roles/" + defaultRole).path("id").asText();
        summary("summary, everyone by the default role", "'" + id + "'", "'none'");
    }

    private void summary(String what, String roles, String groups) throws Exception {
        String sql = "select u.enabled, r.user_id is not null, coalesce(c.factor, 0), count(*) from user_entity u"
                + " left join (select user_id from user_role_mapping where role_id in (" + roles + ") union"
                + " select user_id from user_group_membership where group_id in (" + groups + ")) r on r.user_id = u.id"
                + " left join (select user_id, max(case when type in ('otp', 'webauthn') then 1 else 0 end) factor"
                + " from credential where type in ('otp', 'webauthn', 'two-factor-recovery-codes') group by user_id) c"
                + " on c.user_id = u.id where u.realm_id = '" + realmId() + "' group by 1, 2, 3";
        compare(what, () -> query(sql), () -> get("/summary", null));
    }

    @Test
    void theCsvAgainstCopyOfTheSameRows() throws Exception {
        realm.rest().put("/two-factor/policy", Map.of("requiredRoles", List.of("r3", "r4")));
        String copy = "copy (select u.username, u.email, u.email_verified, u.enabled, g.given, c.since, t.claimed,"
                + " r.claimed, c.keys, rc.credential_data from user_entity u left join (select user_id, role_id given"
                + " from user_role_mapping where role_id in ('br3', 'br4') union all select user_id, group_id from"
                + " user_group_membership where group_id in ('bg3', 'bg4')) g on g.user_id = u.id"
                + " left join (select user_id, min(case when type = 'otp' then created_date end) since,"
                + " sum(case when type = 'webauthn' then 1 else 0 end) keys,"
                + " max(case when type = 'two-factor-recovery-codes' then id end) codes from credential"
                + " where type in ('otp', 'webauthn', 'two-factor-recovery-codes') group by user_id) c"
                + " on c.user_id = u.id left join credential rc on rc.id = c.codes"
                + " left join two_factor_attempt t on t.user_id = u.id and t.counter_name = 'totp'"
                + " left join two_factor_attempt r on r.user_id = u.id and r.counter_name = 'recovery-code'"
                + " where u.realm_id = '" + realmId() + "' order by u.username) to stdout with csv";
        compare(
                "CSV",
                () -> {
                    try (Connection connection = server.jdbc()) {
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyOut(copy, OutputStream.nullOutputStream());
                    }
                },
                () -> get("/users.csv", "# rows," + USERS));
    }

    @Test
    void aPageOfAHundredWithAnyFilter() throws Exception {
        String defaultRole = "default-roles-" + realm.name();
        for (String role : List.of("r3", defaultRole)) {
            realm.rest().put("/two-factor/policy", Map.of("requiredRoles", List.of(role)));
            for (String filter : List.of(
                    "",
                    "required",
                    "required,lacking",
                    "enrolled",
                    "exempt",
                    "waiting",
                    "few-codes",
                    "no-codes",
                    "never-signed-in",
                    "disabled",
                    "unknown")) {
                List<Double> times = new ArrayList<>();
                for (int i = 0; i < PAGES; i++) {
                    long start = System.nanoTime();
                    get("/users?max=100&filter=" + filter, null);
                    times.add((System.nanoTime() - start) / 1e6);
                }
                System.out.printf(
                        Locale.ROOT,
                        "page of 100 of %d, %s, filter '%s': median %.1f ms, p95 %.1f ms%n",
                        USERS,
                        role.equals(defaultRole) ? "default role" : "few required",
                        filter,
                        at(times, 0.5),
                        at(times, 0.95));
            }
        }
    }

    private void compare(String what, Work byHand, Work ours) throws Exception {
        List<Double> hand = new ArrayList<>();
        List<Double> report = new ArrayList<>();
        byHand.run();
        ours.run();
        for (int i = 0; i < TIMES; i++) {
            hand.add(millis(byHand));
            report.add(millis(ours));
        }
        System.out.printf(
                Locale.ROOT,
                "%s of %d users, %d a side: by hand %.0f ms, report %.0f ms, ratio %.2f (medians)%n",
                what,
                USERS,
                TIMES,
                at(hand, 0.5),
                at(report, 0.5),
                at(report, 0.5) / at(hand, 0.5));
    }

    private void query(String sql) throws SQLException {
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                assertThat(rows.getLong(4)).isPositive();
            }
        }
    }

    private void get(String path, String end) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.baseUrl() + "/admin/realms/" + realm.name() + "/two-factor/report" + path))
                .header("Authorization", "Bearer " + token())
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        byte[] last = new byte[0];
        try (InputStream in = answer.body()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                last = Arrays.copyOfRange(buffer, Math.max(0, read - 40), read);
            }
        }
        if (end != null) {
            assertThat(new String(last, StandardCharsets.UTF_8)).contains(end);
        }
    }

    /** One that is still good. */
    private String token() {
        realm.rest().get("/two-factor");
        return realm.rest().accessToken();
    }

    private String realmId() {
        return realm.rest().get("").path("id").asText();
    }

    private static double millis(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double at(List<Double> times, double quantile) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }

    private interface Work {
        void run() throws Exception;
    }
}
