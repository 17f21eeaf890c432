package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may call what: each call with each right, and with none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminRightsIT {

    private enum Call {
        STATE("GET", "/two-factor", null, "view-realm", "manage-realm"),
        POSTURE("GET", "/two-factor/posture", null, "view-realm", "manage-realm"),
        READ_POLICY("GET", "/two-factor/policy", null, "view-realm", "manage-realm"),
        PUT_POLICY("PUT", "/two-factor/policy", Map.of(), "manage-realm"),
        PATCH_POLICY("PATCH", "/two-factor/policy", Map.of(), "manage-realm"),
        // As well as view-users or manage-users: nobody has both here but the realm's administrator.
        PREVIEW("POST", "/two-factor/policy/preview", Map.of()),
        SUMMARY("GET", "/two-factor/report/summary", null, "view-users", "manage-users"),
        USERS("GET", "/two-factor/report/users", null, "view-users", "manage-users"),
        CSV("GET", "/two-factor/report/users.csv", null, "view-users", "manage-users"),
        DRY_RUN("POST", "/two-factor/setup?dryRun=true", Map.of(), "manage-realm"),
        SET_UP("POST", "/two-factor/setup", Map.of(), "manage-realm"),
        REMOVE("DELETE", "/two-factor/setup", null, "manage-realm"),
        WHAT_IF(
                "POST",
                "/two-factor/what-if",
                Map.of("user", "nobody", "clientId", "app", "way", "BROWSER"),
                "view-users",
                "manage-users") {
            /** There is no such user. */
            @Override
            int allowed() {
                return 404;
            }
        };

        private final String method;
        private final String path;
        private final @Nullable Object body;
        private final List<String> rights;

        Call(String method, String path, @Nullable Object body, String... rights) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.rights = List.of(rights);
        }

        int by(AdminRest who) {
            return who.send(method, path, body).status();
        }

        /** What those are answered who have the right. */
        int allowed() {
            return 200;
        }

        boolean isOfTheReport() {
            return path.contains("/report/");
        }

        boolean isAllowedTo(String right) {
            return right.equals("realm-admin") || rights.contains(right);
        }
    }

    private static final List<String> RIGHTS = List.of(
            "query-users",
            "view-users",
            "manage-users",
            "view-realm",
            "manage-realm",
            "manage-clients",
            "view-events",
            "realm-admin");

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.user("ordinary");
        RIGHTS.forEach(right -> realm.user(right, "realm-management/" + right));
    }

    static Stream<Arguments> callsAndRights() {
        return Arrays.stream(Call.values()).flatMap(call -> RIGHTS.stream().map(right -> Arguments.of(call, right)));
    }

    @ParameterizedTest
    @MethodSource("callsAndRights")
    void onlyTheRightThatTheCallNeedsLeadsToIt(Call call, String right) {
        realm.rest().post("/two-factor/setup", Map.of());

        int status = call.by(as(right));

        assertThat(status).isEqualTo(call.isAllowedTo(right) ? call.allowed() : 403);
    }

    @Test
    void aUserWithoutAnyRightGetsNothing() {
        realm.rest().post("/two-factor/setup", Map.of());
        AdminRest ordinary = as("ordinary");

        assertThat(Call.values())
                .allSatisfy(call -> assertThat(call.by(ordinary)).isEqualTo(403));
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        AdminRest nobody = realm.rest().as("no-token");

        assertThat(Call.values()).allSatisfy(call -> assertThat(call.by(nobody)).isEqualTo(401));
    }

    @Test
    void anotherRealmsAdministratorGetsNothing() {
        try (TestRealm other = KeycloakServer.shared().realm()) {
            other.user("their-admin", "realm-management/realm-admin");
            AdminRest theirs = realm.rest().as(other.adminToken("their-admin"));

            assertThat(Call.values())
                    .allSatisfy(call -> assertThat(call.by(theirs)).isIn(401, 403));
        }
    }

    @Test
    void thePreviewNeedsBothRights() {
        realm.rest().post("/two-factor/setup", Map.of());
        realm.user("both", "realm-management/manage-realm", "realm-management/view-users");

        assertThat(Call.PREVIEW.by(as("both"))).isEqualTo(200);
    }

    @Test
    void theRoleOfOurOwnClientLeadsToTheReportAndToNothingElse() {
        realm.rest().post("/two-factor/setup", Map.of());
        realm.user("reader", "two-factor-admin/view-report");
        AdminRest reader = as("reader");

        assertThat(Call.values())
                .allSatisfy(call ->
                        assertThat(call.by(reader)).as(call.toString()).isEqualTo(call.isOfTheReport() ? 200 : 403));
    }

    @Test
    void aRoleOfThatNameInAnotherRealmLeadsNowhere() {
        try (TestRealm other = KeycloakServer.shared().realm()) {
            other.rest().post("/two-factor/setup", Map.of());
            other.user("their-reader", "two-factor-admin/view-report");
            AdminRest theirs = realm.rest().as(other.adminToken("their-reader"));

            assertThat(Call.SUMMARY.by(theirs)).isIn(401, 403);
        }
    }

    /** All users but some, by a fine-grained permission, is not all users. */
    @Test
    void aPermissionToViewUsersIsNotTheRole() {
        try (TestRealm fine = KeycloakServer.shared().realm()) {
            TestUser supporter = fine.user("supporter", "realm-management/query-users");
            Permissions permissions = Permissions.of(fine);
            permissions.permit("Users", "view", permissions.user(supporter));

            AdminRest rest = fine.rest().as(fine.adminToken("supporter"));
            assertThat(rest.get("/users")).isNotEmpty();
            assertThat(Call.SUMMARY.by(rest)).isEqualTo(403);
            assertThat(Call.USERS.by(rest)).isEqualTo(403);
            assertThat(Call.CSV.by(rest)).isEqualTo(403);
        }
    }

    private AdminRest as(String user) {
        return realm.rest().as(realm.adminToken(user));
    }
}
