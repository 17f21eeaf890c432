package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The report on PostgreSQL: states that only its tables can be put into, and exports that are large or break. */
@Tag("postgres")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportOnPostgresIT {

    private static final String USERS = "/two-factor/report/users";
    private static final String CSV = USERS + ".csv";
    private static final int PEOPLE = Integer.getInteger("report.people", 400);

    /** So many that their CSV fits in no buffer between the server and a client that does not read. */
    private static final int MANY = 60_000;

    private KeycloakServer server;
    private TestRealm many;

    @BeforeAll
    void setUp() throws SQLException {
        server = KeycloakServer.onPostgres();
        many = server.realm().switchOn(Map.of());
        ManyPeople.fill(server, many, "x", MANY);
    }

    @AfterAll
    void tearDown() throws SQLException {
        try (Connection connection = server.jdbc();
                Statement sql = connection.createStatement()) {
            // Keycloak would take minutes.
            for (String table : List.of("CREDENTIAL", "USER_ROLE_MAPPING", "USER_GROUP_MEMBERSHIP")) {
                sql.execute("delete from " + table + " where USER_ID like 'xu%'");
            }
            sql.execute("delete from TWO_FACTOR_ATTEMPT where USER_ID like 'xu%'");
            sql.execute("delete from USER_ENTITY where ID like 'xu%'");
        }
        many.close();
    }

    @Test
    void ofEveryUserItSaysWhatTheGuardDecides() throws Exception {
        try (TestRealm people = server.realm().switchOn(Map.of())) {
            RandomPeople.into(people, PEOPLE);
            GuardAgainstReport both = new GuardAgainstReport(people);
            for (Map<String, Object> policy :
                    GuardAgainstReport.policies(people).values()) {
                both.agreeUnder(policy);
            }
        }
    }

    @Test
    void waitsAndCodesAreFoundInWhicheverBrowser() throws SQLException {
        try (TestRealm realm = server.realm().switchOn(Map.of("requireEveryone", "false"))) {
            long now = server.clock().now().toEpochMilli();
            long later = now + 600_000;
            counted(realm.user("common"), "totp", 7, later, null, null, -1);
            counted(realm.user("own"), "totp", 0, 0, "browser:abc=7," + later + "," + now, null, -1);
            counted(realm.user("over"), "totp", 7, now - 1000, null, null, -1);
            counted(realm.user("off"), "recovery-code", 100, later, null, null, -1);
            counted(realm.user("counted"), "totp", 2, 0, "browser:abc=3,0," + now, null, -1);
            withCodes(realm.user("whole"), 8, 0);
            withCodes(realm.user("few"), 8, 0b11111);
            withCodes(realm.user("most"), 8, 0b1);
            withCodes(realm.user("used-up"), 8, 0xff);
            withCodes(realm.user("larger-set"), 10, 0xff);
            realm.user("no-set").importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

            assertThat(names(realm, "filter=waiting")).containsExactly("common", "own");
            assertThat(names(realm, "filter=off")).containsExactly("off");
            assertThat(names(realm, "filter=few-codes")).containsExactly("few", "larger-set");
            assertThat(names(realm, "filter=no-codes")).containsExactly("no-set", "used-up");
            JsonNode summary = realm.rest().get("/two-factor/report/summary");
            assertThat(summary.path("waiting").asInt()).isEqualTo(2);
            assertThat(summary.path("off").asInt()).isEqualTo(1);
            assertThat(summary.path("fewCodes").asInt()).isEqualTo(2);
            assertThat(summary.path("noCodes").asInt()).isEqualTo(2);
            JsonNode few = row(realm, "few");
            assertThat(few.path("codesLeft").asInt()).isEqualTo(3);
            assertThat(few.path("codes").asInt()).isEqualTo(8);
            assertThat(row(realm, "own").path("waitUntil").asLong()).isEqualTo(later);
            assertThat(row(realm, "common").path("state").asText()).isEqualTo("WAITING");
            assertThat(row(realm, "off").path("state").asText()).isEqualTo("OFF");
            assertThat(realm.rest().send("GET", CSV + "?filter=few-codes", null).text())
                    .endsWith("# rows,2\r\n");
        }
    }

    @Test
    void theLastUseIsThatOfTheAuthenticator() throws SQLException {
        try (TestRealm realm = server.realm()) {
            TestUser user = realm.user("user");
            user.importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
            counted(user, "totp", 0, 0, null, user.credentials("otp").get(0).id(), 56_666_666);

            JsonNode row = row(realm, "user");
            assertThat(row.path("lastUsed").asLong()).isEqualTo(56_666_666L * 30_000);
            assertThat(row.path("enrolledSince").isNumber()).isTrue();
        }
    }

    @Test
    void aLargeExportIsWholeAndAPageOfItIsTheSame() {
        many.rest().put("/two-factor/policy", Map.of("requiredRoles", List.of("r7")));
        String csv = many.rest().send("GET", CSV, null).text();

        assertThat(csv).endsWith("\r\n# rows," + MANY + "\r\n");
        assertThat(csv.lines().count()).isEqualTo(MANY + 2);
        JsonNode summary = many.rest().get("/two-factor/report/summary");
        assertThat(summary.path("users").asInt()).isEqualTo(MANY);
        assertThat(many.rest()
                        .send("GET", CSV + "?filter=required,lacking", null)
                        .text())
                .endsWith("# rows," + summary.path("requiredLacking").asInt() + "\r\n");
    }

    @Test
    void twoExportsOfARealmAtOnceAreEnoughAndABrokenOneHasNoLastLine() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestRealm another = server.realm()) {
            slow.add(open(CSV));
            slow.add(open(CSV));
            for (Socket each : slow) {
                assertThat(each.getInputStream().read(new byte[64])).isPositive();
            }
            RestAnswer third = many.rest().send("GET", CSV, null);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            assertThat(many.rest().get(USERS + "?max=1").path("users")).hasSize(1);
            assertThat(another.rest().send("GET", CSV, null).status()).isEqualTo(200);

            try (Connection connection = server.jdbc();
                    Statement sql = connection.createStatement()) {
                // The two that wait for their reader; of a long statement the view shows only the beginning.
                sql.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and datname = current_database()"
                        + " and state = 'idle in transaction'");
            }
            for (Socket each : slow) {
                assertThat(rest(each)).doesNotContain("# rows,");
            }
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
        Await.until(
                "a free place",
                () -> many.rest().send("GET", CSV + "?search=n1", null).status() == 200
                        ? Optional.of(true)
                        : Optional.empty());
    }

    @Test
    void anExportWhoseReaderStallsIsEndedAndHoldsNoConnection() throws Exception {
        try (Socket stalled = open(CSV)) {
            assertThat(stalled.getInputStream().read(new byte[64])).isPositive();
            Instant began = Instant.now();
            Await.until("the cursor", () -> openCursors() == 1 ? Optional.of(true) : Optional.empty());

            Await.until(
                    "the end of the export",
                    Duration.ofSeconds(60),
                    () -> openCursors() == 0 ? Optional.of(true) : Optional.empty());

            assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofSeconds(25));
            assertThat(many.rest().send("GET", CSV + "?search=n1", null).text()).contains("# rows,");
            assertThat(rest(stalled)).doesNotContain("# rows,");
        }
    }

    /** Transactions that wait for their client: in this test, only those of exports. */
    private int openCursors() {
        try (Connection connection = server.jdbc();
                Statement sql = connection.createStatement();
                ResultSet count = sql.executeQuery("select count(*) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and datname = current_database() and state = 'idle in transaction'"
                        + " and state_change < now() - interval '1 second'")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that reads nothing until it is told to. */
    private Socket open(String path) throws IOException {
        URI address = URI.create(server.baseUrl());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String token = many.rest().accessToken();
        socket.getOutputStream()
                .write(("GET /admin/realms/" + many.name() + path + " HTTP/1.1\r\nHost: " + address.getHost() + ":"
                                + address.getPort() + "\r\nAuthorization: Bearer " + token
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(Socket socket) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Cut off, which is as good.
        }
        return text.toString();
    }

    private void withCodes(TestUser user, int size, long used) throws SQLException {
        user.importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        String id = "c" + user.id().substring(1);
        try (Connection connection = server.jdbc();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into CREDENTIAL (ID, TYPE, USER_ID, CREATED_DATE, CREDENTIAL_DATA, SECRET_DATA,"
                                + " PRIORITY, VERSION) values (?, 'two-factor-recovery-codes', ?, 0, ?, '{}', 10, 0)")) {
            insert.setString(1, id);
            insert.setString(2, user.id());
            insert.setString(3, "{\"format\":2,\"issued\":" + size + ",\"groups\":2}");
            insert.executeUpdate();
        }
        if (used != 0) {
            counted(user, "recovery-code", 0, 0, null, id, used);
        }
    }

    private void counted(
            TestUser user,
            String counter,
            int failures,
            long until,
            @Nullable String own,
            @Nullable String subject,
            long claimed)
            throws SQLException {
        try (Connection connection = server.jdbc();
                PreparedStatement insert = connection.prepareStatement("insert into TWO_FACTOR_ATTEMPT (REALM_ID,"
                        + " USER_ID, COUNTER_NAME, FAILURES, WAIT_UNTIL, OWN_COUNTS, SUBJECT, CLAIMED, OTHERS, VERSION)"
                        + " select REALM_ID, ID, ?, ?, ?, ?, ?, ?, '', 0 from USER_ENTITY where ID = ?")) {
            insert.setString(1, counter);
            insert.setInt(2, failures);
            insert.setLong(3, until);
            insert.setString(4, own);
            insert.setString(5, subject);
            insert.setLong(6, claimed);
            insert.setString(7, user.id());
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    private static Set<String> names(TestRealm realm, String query) {
        return GuardAgainstReport.names(GuardAgainstReport.pages(realm.rest(), query, 1));
    }

    private static JsonNode row(TestRealm realm, String name) {
        return GuardAgainstReport.pages(realm.rest(), "search=" + name, 10).get(0);
    }
}
