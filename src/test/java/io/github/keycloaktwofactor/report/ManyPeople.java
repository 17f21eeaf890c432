package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills a realm on PostgreSQL with users by SQL, which takes seconds where REST would take hours. */
public final class ManyPeople {

    private static final String OTP =
            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}";
    private static final String CODES =
            "{\"format\":2,\"issued\":8,\"groups\":2,\"algorithm\":\"x\",\"acknowledged\":true}";

    private ManyPeople() {}

    /**
     * Puts users {@code n1} to {@code nN} into the realm: 60 % with an authenticator, half of all with recovery codes of which
     * some are used by one in four, 5 % with a key, 1 % disabled. Each has the default role and the role {@code r<n mod 200>};
     * one in two is in the group {@code g<n mod 50>}, which has the role of the same number.
     *
     * @param tag makes the ids unique in the database
     */
    public static void fill(KeycloakServer server, TestRealm realm, String tag, int users) throws SQLException {
        String id = realm.rest().get("").path("id").asText();
        try (Connection connection = server.jdbc();
                Statement sql = connection.createStatement()) {
            String n = " from generate_series(1, " + users + ") n";
            sql.execute("insert into KEYCLOAK_ROLE (ID, CLIENT_REALM_CONSTRAINT, CLIENT_ROLE, NAME, REALM_ID) select '"
                    + tag + "r' || i, '" + id + "', false, 'r' || i, '" + id + "' from generate_series(0, 199) i");
            sql.execute("insert into KEYCLOAK_GROUP (ID, NAME, PARENT_GROUP, REALM_ID, TYPE) select '" + tag
                    + "g' || i, 'g' || i, ' ', '" + id + "', 0 from generate_series(0, 49) i");
            sql.execute("insert into GROUP_ROLE_MAPPING (GROUP_ID, ROLE_ID) select '" + tag + "g' || i, '" + tag
                    + "r' || i from generate_series(0, 49) i");
            sql.execute("insert into USER_ENTITY (ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED,"
                    + " FIRST_NAME, LAST_NAME, REALM_ID, CREATED_TIMESTAMP, NOT_BEFORE) select '" + tag
                    + "u' || n, 'n' || n, 'n' || n || '@example.org', '" + tag + "u' || n, true, n % 100 <> 0,"
                    + " 'First' || n, 'Last' || n, '" + id + "', 1700000000000, 0" + n);
            sql.execute("insert into USER_ROLE_MAPPING (USER_ID, ROLE_ID) select '" + tag
                    + "u' || n, (select DEFAULT_ROLE from REALM where ID = '" + id + "')" + n);
            sql.execute("insert into USER_ROLE_MAPPING (USER_ID, ROLE_ID) select '" + tag + "u' || n, '" + tag
                    + "r' || n % 200" + n);
            sql.execute("insert into USER_GROUP_MEMBERSHIP (USER_ID, GROUP_ID, MEMBERSHIP_TYPE) select '" + tag
                    + "u' || n, '" + tag + "g' || n % 50, 'UNMANAGED'" + n + " where n % 2 = 0");
            credentials(sql, tag, "p", "password", "{}", n);
            credentials(sql, tag, "o", "otp", OTP, n + " where n % 10 < 6");
            credentials(sql, tag, "c", "two-factor-recovery-codes", CODES, n + " where n % 2 = 1");
            credentials(sql, tag, "k", "webauthn", "{}", n + " where n % 20 = 7");
            attempts(sql, id, tag, "totp", "o", "56666666 + n", n + " where n % 10 < 6 and n % 2 = 1");
            attempts(sql, id, tag, "recovery-code", "c", "power(2, n % 8)::bigint - 1", n + " where n % 8 in (3, 5)");
            for (String table : new String[] {
                "USER_ENTITY", "CREDENTIAL", "USER_ROLE_MAPPING", "USER_GROUP_MEMBERSHIP", "TWO_FACTOR_ATTEMPT"
            }) {
                sql.execute("analyze " + table);
            }
        }
    }

    private static void credentials(Statement sql, String tag, String kind, String type, String data, String from)
            throws SQLException {
        sql.execute("insert into CREDENTIAL (ID, TYPE, USER_ID, CREATED_DATE, CREDENTIAL_DATA, SECRET_DATA, PRIORITY,"
                + " VERSION) select '" + tag + kind + "' || n, '" + type + "', '" + tag
                + "u' || n, 1700000000000, '" + data + "', '{\"value\":\"hidden\"}', 10, 0" + from);
    }

    private static void attempts(
            Statement sql, String realm, String tag, String counter, String kind, String claimed, String from)
            throws SQLException {
        sql.execute("insert into TWO_FACTOR_ATTEMPT (REALM_ID, USER_ID, COUNTER_NAME, FAILURES, WAIT_UNTIL, SUBJECT,"
                + " CLAIMED, OTHERS, VERSION) select '" + realm + "', '" + tag + "u' || n, '" + counter
                + "', 0, 0, '" + tag + kind + "' || n, " + claimed + ", '', 0" + from);
    }
}
