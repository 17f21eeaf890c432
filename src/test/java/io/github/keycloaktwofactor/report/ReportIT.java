package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The report says of all users what the guard decides of each, and hands them out whole and safely. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportIT {

    private static final String USERS = "/two-factor/report/users";
    private static final String CSV = USERS + ".csv";

    /** {@code -Dreport.people=3000} for the large run. */
    private static final int PEOPLE = Integer.getInteger("report.people", 400);

    private TestRealm people;
    private TestRealm few;

    @BeforeAll
    void setUp() {
        people = KeycloakServer.shared().realm().switchOn(Map.of());
        RandomPeople.into(people, PEOPLE);
        few = KeycloakServer.shared().realm().realmRole("staff").realmRole("guests");
        few.switchOn(Map.of("requiredRoles", "staff", "exemptRoles", "guests"));
        few.composite("manager", "staff");
        few.group("Accounting", "staff").subgroup("Accounting", "Night").group("Board", "manager");
        few.user("anna", "staff").importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        few.user("berta").join("Accounting/Night");
        few.user("carl").join("Board");
        few.user("dora", "staff", "guests");
        few.user("emil");
        few.user("fred", "manager").update(Map.of("enabled", false));
        few.service("job", Map.of());
    }

    @AfterAll
    void tearDown() {
        people.close();
        few.close();
    }

    @Test
    void ofEveryUserItSaysWhatTheGuardDecides() throws Exception {
        GuardAgainstReport both = new GuardAgainstReport(people);
        for (Map<String, Object> policy : GuardAgainstReport.policies(people).values()) {
            both.agreeUnder(policy);
        }
    }

    @Test
    void aRoleThatIsGoneRequiresEveryoneThereAsWell() throws Exception {
        people.realmRole("passing");
        people.rest()
                .put("/two-factor/policy", Map.of("requiredRoles", List.of("passing"), "exemptRoles", List.of("r20")));
        people.deleteRole("passing");

        new GuardAgainstReport(people).agree();
    }

    @Test
    void administratorsByPermissionAreTheSameThere() throws Exception {
        Permissions permissions = Permissions.of(people);
        try {
            permissions.permit("Users", "view", permissions.user(people.find("p00003"), people.find("p00004")));
            permissions.permit("Users", "manage", permissions.role("r9"), permissions.group("g1/g11"));
            permissions.permit("Groups", "view", permissions.group("g2"));

            new GuardAgainstReport(people).agreeUnder(Map.of("requireAdmins", true, "exemptRoles", List.of("r23")));
        } finally {
            permissions.off();
        }
    }

    @Test
    void itSaysWhyByThePathOfRoles() {
        assertThat(because("anna")).containsExactly("role staff");
        assertThat(because("berta")).containsExactly("role staff via group /Accounting/Night, group /Accounting");
        assertThat(because("carl")).containsExactly("role staff via group /Board, role manager");
        assertThat(because("dora")).containsExactly("exempt by role guests");
        assertThat(because("emil")).isEmpty();
    }

    @Test
    void exemptionsOnRecordCountAndSayUntilWhenAndWhy() {
        try (TestRealm realm = KeycloakServer.shared().realm()) {
            realm.realmRole("staff").realmRole("guests").realmRole("interns").group("Warehouse", "interns");
            realm.switchOn(Map.of("requiredRoles", "staff", "exemptRoles", "guests"));
            TestUser own = realm.user("own", "staff");
            TestUser unnamed = realm.user("unnamed");
            TestUser byRole = realm.user("by-role", "staff", "guests");
            TestUser both = realm.user("both", "staff").join("Warehouse");
            realm.user("member", "staff").join("Warehouse");
            realm.user("neither", "staff");
            Instant now = realm.server().clock().now().truncatedTo(ChronoUnit.DAYS);
            Instant soon = now.plus(Duration.ofDays(3));
            Instant late = now.plus(Duration.ofDays(30));
            List.of(own, unnamed, byRole, both).forEach(user -> exempt(realm, "user", user.id(), soon, "own"));
            exempt(realm, "role", "interns", late, "all");

            Map<String, JsonNode> rows = new TreeMap<>();
            GuardAgainstReport.pages(realm.rest(), "", 10)
                    .forEach(row -> rows.put(row.path("username").asText(), row));
            assertThat(GuardAgainstReport.names(GuardAgainstReport.pages(realm.rest(), "filter=exempt", 10)))
                    .containsExactly("both", "by-role", "member", "own");
            assertThat(GuardAgainstReport.names(GuardAgainstReport.pages(realm.rest(), "filter=required", 10)))
                    .containsExactly("neither");
            JsonNode summary = realm.rest().get("/two-factor/report/summary");
            assertThat(summary.path("exempt").asInt()).isEqualTo(4);
            assertThat(summary.path("required").asInt()).isEqualTo(1);
            assertThat(rows.get("own").path("exemptUntil").asLong()).isEqualTo(soon.toEpochMilli());
            assertThat(rows.get("both").path("exemptUntil").asLong())
                    .as("the last to end")
                    .isEqualTo(late.toEpochMilli());
            String ofRole = "exempt until " + late.toString().substring(0, 10) + " by record for role interns via group"
                    + " /Warehouse: all";
            assertThat(rows.get("member").path("because").get(0).asText()).isEqualTo(ofRole);
            assertThat(rows.get("by-role").path("because").get(0).asText()).isEqualTo("exempt by role guests");
            assertThat(rows.get("by-role").has("exemptUntil")).isFalse();
            assertThat(rows.get("unnamed").has("exemptUntil")).isFalse();
            assertThat(rows.get("unnamed").path("because")).isEmpty();
            rows.values().forEach(row -> {
                JsonNode one =
                        realm.rest().get("/two-factor/users/" + row.path("id").asText());
                for (String field : List.of("required", "because", "exemptUntil")) {
                    assertThat(one.path(field)).as(field + " of " + row).isEqualTo(row.path(field));
                }
            });
            assertThat(realm.rest().send("GET", CSV, null).text()).contains(ofRole);
            assertThat(realm.rest()
                            .post("/two-factor/policy/preview", Map.of("requireEveryone", true))
                            .body()
                            .path("newlyRequired")
                            .asInt())
                    .as("whom an exemption keeps out of it")
                    .isZero();
        }
    }

    private static void exempt(TestRealm realm, String kind, String whom, Instant until, String reason) {
        realm.rest()
                .post("/two-factor/exemptions", Map.of(kind, whom, "until", until.toEpochMilli(), "reason", reason));
    }

    @Test
    void filtersAreJoinedAndLeaveDisabledUsersOut() {
        assertThat(names("")).containsExactly("anna", "berta", "carl", "dora", "emil", "fred");
        assertThat(names("filter=required")).containsExactly("anna", "berta", "carl");
        assertThat(names("filter=required,lacking")).containsExactly("berta", "carl");
        assertThat(names("filter=exempt")).containsExactly("dora");
        assertThat(names("filter=enrolled")).containsExactly("anna");
        assertThat(names("filter=disabled")).containsExactly("fred");
        assertThat(names("filter=disabled,required")).containsExactly("fred");
        assertThat(names("filter=no-codes")).containsExactly("anna");
        assertThat(Stream.of("in-grace", "overdue", "waiting", "off", "few-codes", "unknown")
                        .flatMap(filter -> names("filter=" + filter).stream()))
                .isEmpty();
    }

    @Test
    void rolesGroupsSourcesAndNamesAreLookedFor() {
        assertThat(names("role=staff")).containsExactly("anna", "berta", "carl", "dora", "fred");
        assertThat(names("role=manager")).containsExactly("carl", "fred");
        assertThat(names("group=/Accounting")).containsExactly("berta");
        assertThat(names("group=" + few.groupId("Accounting"))).containsExactly("berta");
        assertThat(names("source=local&filter=lacking")).containsExactly("berta", "carl", "dora", "emil");
        assertThat(names("search=AN")).containsExactly("anna");
        assertThat(names("search=first%20la")).hasSize(6);
        assertThat(names("search=emil@")).containsExactly("emil");
        assertThat(names("search=%25")).as("no wildcard").isEmpty();
        assertThat(names("search=_nna")).as("no wildcard").isEmpty();
    }

    @Test
    void usersWhoNeverSignedInAreKnownByTheEvents() {
        few.browser().signIn("emil", TestRealm.PASSWORD);

        assertThat(names("filter=never-signed-in")).containsExactly("anna", "berta", "carl", "dora");

        try (TestRealm silent = KeycloakServer.shared().realm().update(Map.of("eventsEnabled", false))) {
            assertThat(silent.rest()
                            .send("GET", USERS + "?filter=never-signed-in", null)
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whatItDoesNotKnowIsRefusedByName() {
        refused("?filter=required,laking", "filter", "laking");
        refused("?max=0", "max", "1000");
        refused("?max=1001", "max", "1000");
        refused("?max=ten", "max", "1000");
        refused("?role=nobodys", "role", "nobodys");
        refused("?group=/Nowhere", "group", "/Nowhere");
        refused("?group=no-id", "group", "no-id");
        refused("?source=ldap", "source", "ldap");
        for (String cursor : List.of("x", "MTo", "*", "bm90aGluZw", "MTphbm5h=", "MTphAGI", "_____w")) {
            refused("?after=" + cursor, "after", "cursor");
        }
        // Keycloak refuses this one before it gets here.
        assertThat(few.rest().send("GET", USERS + "?search=a%00b", null).status())
                .isEqualTo(400);
        assertThat(few.rest().send("GET", CSV + "?filter=x", null).status()).isEqualTo(400);
    }

    @Test
    void pagesGoOnWhereTheyEndedWhateverIsInsertedMeanwhile() {
        try (TestRealm growing = KeycloakServer.shared().realm()) {
            List<String> before = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                growing.user("member" + i);
                before.add("member" + i);
            }
            List<String> seen = new ArrayList<>();
            String after = "";
            for (int page = 0; page < 9; page++) {
                JsonNode answer = growing.rest().get(USERS + "?max=2" + after);
                answer.path("users")
                        .forEach(user -> seen.add(user.path("username").asText()));
                if (answer.path("next").isNull()) {
                    break;
                }
                after = "&after=" + answer.path("next").asText();
                growing.user("earlier" + page);
                growing.user("newest" + page);
            }

            assertThat(seen).doesNotHaveDuplicates().containsAll(before).isSorted();
        }
    }

    @Test
    void theCsvHasTheSameUsersAndSaysThatItIsWhole() {
        people.rest()
                .put("/two-factor/policy", GuardAgainstReport.policies(people).get("client"));
        RestAnswer answer = people.rest().send("GET", CSV + "?filter=required", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=UTF-8");
        List<String> lines = List.of(answer.text().split("\r\n"));
        assertThat(answer.text()).endsWith("\r\n").doesNotContain("\n\n");
        assertThat(lines.get(0))
                .isEqualTo(
                        "\"username\",\"email\",\"email_verified\",\"enabled\",\"required\",\"because\","
                                + "\"enrolled_since\",\"last_used\",\"codes_left\",\"passkeys\",\"trusted_devices\",\"state\",\"source\"");
        Set<String> names = new TreeSet<>();
        lines.subList(1, lines.size() - 1).forEach(line -> names.add(line.substring(1, line.indexOf('"', 1))));
        assertThat(names)
                .isNotEmpty()
                .isEqualTo(GuardAgainstReport.names(new GuardAgainstReport(people).pages("filter=required")));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("# rows," + names.size());
    }

    @Test
    void noValueOfTheCsvIsAFormula() {
        try (TestRealm hostile = KeycloakServer.shared().realm()) {
            List<String> names = List.of("=1+1", "+1", "-1", "@sum", "quote\"d");
            hostile.rest()
                    .post(
                            "/partialImport",
                            Map.of(
                                    "ifResourceExists",
                                    "FAIL",
                                    "users",
                                    names.stream()
                                            .map(name -> Map.of("username", name, "enabled", true))
                                            .toList()));

            assertThat(hostile.rest().send("GET", CSV, null).text())
                    .contains("\r\n\"'=1+1\",")
                    .contains("\r\n\"'+1\",")
                    .contains("\r\n\"'-1\",")
                    .contains("\r\n\"'@sum\",")
                    .contains("\r\n\"quote\"\"d\",");
        }
    }

    @Test
    void anExportIsAnAdminEventAndAPageIsNone() {
        int before = few.adminEvents().size();
        few.rest().get(USERS);
        few.rest().get("/two-factor/report/summary");
        assertThat(few.adminEvents()).hasSize(before);

        few.rest().send("GET", CSV + "?filter=lacking", null);

        JsonNode event = few.adminEvents().get(0);
        assertThat(event.path("resourceType").asText()).isEqualTo("TWO_FACTOR_USER");
        assertThat(event.path("operationType").asText()).isEqualTo("ACTION");
        assertThat(event.path("resourcePath").asText()).isEqualTo("two-factor/report/users.csv");
        assertThat(event.path("representation").asText()).contains("lacking");
    }

    @Test
    void noAnswerHasASecret() {
        String secret = "GEZDGNBVGY3TQOJQ";
        assertThat(few.rest().send("GET", USERS, null).text()
                        + few.rest().send("GET", CSV, null).text())
                .contains("anna")
                .doesNotContain(secret)
                .doesNotContain("secret")
                .doesNotContain("salt");
    }

    @Test
    void aPreviewCountsWhatASaveWouldDoAndSavesNothing() {
        JsonNode policy = few.rest().get("/two-factor/policy");

        JsonNode preview = few.rest()
                .post("/two-factor/policy/preview", Map.of("requireEveryone", true, "exemptRoles", List.of()))
                .body();

        assertThat(preview.path("before").path("required").asInt()).isEqualTo(3);
        assertThat(preview.path("after").path("required").asInt()).isEqualTo(5);
        assertThat(preview.path("newlyRequired").asInt()).isEqualTo(2);
        assertThat(preview.path("newlyRequiredLacking").asInt()).isEqualTo(2);
        assertThat(preview.path("noLongerRequired").asInt()).isZero();
        assertThat(preview.path("first").toString()).isEqualTo("[\"dora\",\"emil\"]");
        assertThat(preview.has("you")).as("a user of another realm").isFalse();
        assertThat(preview.path("before").path("policyHash"))
                .isNotEqualTo(preview.path("after").path("policyHash"));
        assertThat(few.rest().get("/two-factor/policy")).isEqualTo(policy);

        JsonNode narrower = few.rest()
                .post("/two-factor/policy/preview", Map.of("requiredRoles", List.of("manager")))
                .body();
        assertThat(narrower.path("noLongerRequired").asInt()).isEqualTo(2);
        assertThat(narrower.path("newlyRequired").asInt()).isZero();
    }

    @Test
    void aPreviewIsWhatTheReportSaysAfterTheSave() {
        Map<String, Object> policy = GuardAgainstReport.policies(people).get("administrators");
        people.rest()
                .put("/two-factor/policy", GuardAgainstReport.policies(people).get("roles"));
        JsonNode preview =
                people.rest().post("/two-factor/policy/preview", policy).body();

        people.rest().send("PATCH", "/two-factor/policy", policy);

        JsonNode summary = people.rest().get("/two-factor/report/summary");
        for (String number : List.of("users", "enrolled", "required", "requiredLacking", "exempt", "adminsLacking")) {
            assertThat(preview.path("after").path(number)).as(number).isEqualTo(summary.path(number));
        }
        assertThat(preview.path("after").path("policyHash")).isEqualTo(summary.path("policyHash"));
    }

    @Test
    void aPreviewTellsTheAdministratorOfThemselves() {
        TestUser admin = few.user("zoe", "realm-management/realm-admin");
        try {
            JsonNode you = few.rest()
                    .as(few.adminToken("zoe"))
                    .post("/two-factor/policy/preview", Map.of("requireAdmins", true))
                    .body()
                    .path("you");

            assertThat(you.path("required").booleanValue()).isTrue();
            assertThat(you.path("enrolled").booleanValue()).isFalse();
        } finally {
            admin.delete();
        }
    }

    @Test
    void aPreviewNamesEveryProblemAsASaveDoes() {
        Map<String, Object> wrong = Map.of("waitSeconds", 5, "requiredRoles", List.of("nobodys"), "unknown", true);

        RestAnswer preview = few.rest().send("POST", "/two-factor/policy/preview", wrong);

        assertThat(preview.status()).isEqualTo(400);
        assertThat(preview.body())
                .isEqualTo(few.rest().send("PATCH", "/two-factor/policy", wrong).body());
    }

    @Test
    void whereThePolicyIsOffNobodyIsRequired() {
        try (TestRealm bare = KeycloakServer.shared().realm()) {
            bare.user("somebody");

            JsonNode summary = bare.rest().get("/two-factor/report/summary");
            assertThat(summary.path("users").asInt()).isEqualTo(1);
            assertThat(summary.path("required").asInt()).isZero();
        }
    }

    @Test
    void usersOfAFederationProviderThatIsNotKnownAreUnknown() {
        try (TestRealm federated = KeycloakServer.shared().realm().realmRole("staff")) {
            federated.switchOn(Map.of("requiredRoles", "staff"));
            String ldap = federated
                    .rest()
                    .post(
                            "/components",
                            Map.of(
                                    "name",
                                    "corp",
                                    "providerId",
                                    "ldap",
                                    "providerType",
                                    "org.keycloak.storage.UserStorageProvider",
                                    "config",
                                    Map.ofEntries(
                                            Map.entry("enabled", List.of("true")),
                                            Map.entry("vendor", List.of("other")),
                                            Map.entry("connectionUrl", List.of("ldap://127.0.0.1:1")),
                                            Map.entry("usersDn", List.of("ou=x")),
                                            Map.entry("authType", List.of("none")),
                                            Map.entry("usernameLDAPAttribute", List.of("uid")),
                                            Map.entry("rdnLDAPAttribute", List.of("uid")),
                                            Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                                            Map.entry("userObjectClasses", List.of("person")),
                                            Map.entry("editMode", List.of("READ_ONLY")),
                                            Map.entry("importEnabled", List.of("true")))))
                    .createdId();
            federated
                    .rest()
                    .post(
                            "/partialImport",
                            Map.of(
                                    "ifResourceExists",
                                    "FAIL",
                                    "users",
                                    List.of(Map.of(
                                            "username",
                                            "linked",
                                            "enabled",
                                            true,
                                            "federationLink",
                                            ldap,
                                            "realmRoles",
                                            List.of("staff")))));
            assertThat(GuardAgainstReport.pages(federated.rest(), "source=corp", 10)
                            .get(0)
                            .path("required")
                            .asText())
                    .as("all roles are here")
                    .isEqualTo("true");

            federated
                    .rest()
                    .post(
                            "/components",
                            Map.of(
                                    "name",
                                    "roles",
                                    "providerId",
                                    "hardcoded-ldap-role-mapper",
                                    "providerType",
                                    "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                                    "parentId",
                                    ldap,
                                    "config",
                                    Map.of("role", List.of("staff"))));

            JsonNode row = GuardAgainstReport.pages(federated.rest(), "filter=unknown", 10)
                    .get(0);
            assertThat(row.path("username").asText()).isEqualTo("linked");
            assertThat(row.path("required").isNull()).isTrue();
            assertThat(row.path("source").asText()).isEqualTo("corp");
            assertThat(row.path("because").toString()).contains("corp");
            assertThat(federated
                            .rest()
                            .get("/two-factor/report/summary")
                            .path("unknown")
                            .asInt())
                    .isEqualTo(1);

            federated.rest().put("/two-factor/policy", Map.of("requireEveryone", true));
            assertThat(GuardAgainstReport.pages(federated.rest(), "filter=required", 10))
                    .hasSize(1);
        }
    }

    private Set<String> names(String query) {
        return GuardAgainstReport.names(GuardAgainstReport.pages(few.rest(), query, 2));
    }

    private List<String> because(String name) {
        List<String> because = new ArrayList<>();
        GuardAgainstReport.pages(few.rest(), "search=" + name, 10)
                .get(0)
                .path("because")
                .forEach(reason -> because.add(reason.asText()));
        return because;
    }

    private void refused(String query, String field, String text) {
        RestAnswer answer = few.rest().send("GET", USERS + query, null);
        assertThat(answer.status()).as(query + " " + answer.text()).isEqualTo(400);
        assertThat(answer.body().path("field").asText()).isEqualTo(field);
        assertThat(answer.body().path("errorMessage").asText()).contains(text);
    }
}
