package io.github.keycloaktwofactor.exemption;

import io.github.keycloaktwofactor.exemption.Exemption.Admin;
import io.github.keycloaktwofactor.exemption.Exemption.Kind;
import io.github.keycloaktwofactor.exemption.Exemptions.Named;
import io.github.keycloaktwofactor.store.ReadDatabase;
import io.github.keycloaktwofactor.store.RequestDatabase;
import io.github.keycloaktwofactor.store.Sql;
import io.github.keycloaktwofactor.store.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The table {@code TWO_FACTOR_EXEMPTION}. It is read and written in the transaction of the request: a sign-in needs no
 * second connection for it, and a change is stored together with its admin event. Its key is the realm with the user or
 * role, so that no two requests can store two rows for one of them.
 */
final class ExemptionTable {

    private static final String COLUMNS =
            "e.ID, e.TARGET_KIND, e.TARGET_ID, e.UNTIL_AT, e.REASON, e.BY_ID, e.BY_NAME, e.DECIDED_AT";

    private static final String SELECT = "select " + COLUMNS + " from @TWO_FACTOR_EXEMPTION e where e.REALM_ID = ?";

    private static final String SELECT_NAMED = "select " + COLUMNS + ", u.USERNAME from @TWO_FACTOR_EXEMPTION e"
            + " left join @USER_ENTITY u on u.ID = e.TARGET_ID and u.REALM_ID = e.REALM_ID and e.TARGET_KIND = 'USER'"
            + " where e.REALM_ID = ?";

    private static final String INSERT = "insert into %sTWO_FACTOR_EXEMPTION"
            + " (ID, REALM_ID, TARGET_KIND, TARGET_ID, UNTIL_AT, REASON, BY_ID, BY_NAME, DECIDED_AT)"
            + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    private static final String DELETE =
            "delete from %sTWO_FACTOR_EXEMPTION where REALM_ID = ?1 and ID = ?2 and UNTIL_AT > ?3";

    private static final String DELETE_ENDED_OF = "delete from %sTWO_FACTOR_EXEMPTION"
            + " where REALM_ID = ?1 and TARGET_KIND = ?2 and TARGET_ID = ?3 and UNTIL_AT <= ?4";

    private static final String DELETE_ENDED =
            "delete from %sTWO_FACTOR_EXEMPTION where REALM_ID = ? and UNTIL_AT <= ?";

    private final KeycloakSession session;
    private final String realm;

    ExemptionTable(KeycloakSession session, String realm) {
        this.session = session;
        this.realm = realm;
    }

    List<Named> all(Instant now) {
        return read().all(
                        Sql.of(
                                SELECT_NAMED + " and e.UNTIL_AT > ? order by e.UNTIL_AT, e.ID",
                                realm,
                                now.toEpochMilli()),
                        ExemptionTable::named);
    }

    List<Named> endingBefore(Instant now, Instant soon, int most) {
        return read()
                .all(
                        Sql.of(
                                SELECT_NAMED + " and e.UNTIL_AT > ? and e.UNTIL_AT <= ? order by e.UNTIL_AT, e.ID",
                                realm,
                                now.toEpochMilli(),
                                soon.toEpochMilli()),
                        ExemptionTable::named)
                .stream()
                .limit(most)
                .toList();
    }

    Optional<Exemption> find(String id, Instant now) {
        return first(Sql.of(SELECT + " and e.ID = ? and e.UNTIL_AT > ?", realm, id, now.toEpochMilli()));
    }

    /** Ended or not. */
    Optional<Exemption> find(Kind kind, String target) {
        return first(Sql.of(SELECT + " and e.TARGET_KIND = ? and e.TARGET_ID = ?", realm, kind.name(), target));
    }

    /** Looked up by primary key, so that the cost does not depend on how many exemptions the realm has. */
    Optional<Exemption> lasting(String userId, Collection<String> roles, Instant now) {
        Sql ofUser = Sql.of("e.TARGET_KIND = ? and e.TARGET_ID = ?", Kind.USER.name(), userId);
        Sql ofRoles = Sql.of("e.TARGET_KIND = ? and {}", Kind.ROLE.name(), Sql.in("e.TARGET_ID", roles));
        return first(Sql.of(
                SELECT + " and (({}) or ({})) and e.UNTIL_AT > ? order by e.UNTIL_AT desc, e.ID",
                realm,
                ofUser,
                ofRoles,
                now.toEpochMilli()));
    }

    List<Exemption> ofRoles(Instant now) {
        return read().all(
                        Sql.of(
                                SELECT + " and e.TARGET_KIND = ? and e.UNTIL_AT > ? order by e.UNTIL_AT desc, e.ID",
                                realm,
                                Kind.ROLE.name(),
                                now.toEpochMilli()),
                        ExemptionTable::row);
    }

    Set<String> ofUsers(Collection<String> userIds, Instant now) {
        return new HashSet<>(read().all(
                        Sql.of(
                                "select e.TARGET_ID from @TWO_FACTOR_EXEMPTION e where e.REALM_ID = ?"
                                        + " and e.TARGET_KIND = ? and {} and e.UNTIL_AT > ?",
                                realm,
                                Kind.USER.name(),
                                Sql.in("e.TARGET_ID", userIds),
                                now.toEpochMilli()),
                        row -> row.getString(1)));
    }

    /** False if there is a row of the same user or role, perhaps of a request at the same time. */
    boolean insert(Exemption exemption) {
        return RequestDatabase.insert(
                session,
                INSERT,
                exemption.id(),
                realm,
                exemption.kind().name(),
                exemption.target(),
                exemption.until().toEpochMilli(),
                exemption.reason(),
                exemption.by().id(),
                exemption.by().username(),
                exemption.at().toEpochMilli());
    }

    boolean delete(String id, Instant now) {
        return RequestDatabase.update(session, DELETE, realm, id, now.toEpochMilli()) == 1;
    }

    /** Of this user or role; by the key, and in the same transaction as the row that takes its place. */
    void deleteEnded(Kind kind, String target, Instant now) {
        RequestDatabase.update(session, DELETE_ENDED_OF, realm, kind.name(), target, now.toEpochMilli());
    }

    /** Of all, committed at once: what has ended is needed by nobody, and must not stay locked. */
    void removeEnded(KeycloakSessionFactory sessions, Instant now) {
        new StateDatabase(sessions).update(DELETE_ENDED, realm, now.toEpochMilli());
    }

    private Optional<Exemption> first(Sql query) {
        return read().all(query, ExemptionTable::row).stream().findFirst();
    }

    private ReadDatabase read() {
        return ReadDatabase.of(session);
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(row(row), Optional.ofNullable(row.getString("USERNAME")));
    }

    private static Exemption row(ResultSet row) throws SQLException {
        return new Exemption(
                row.getString("ID"),
                Kind.valueOf(row.getString("TARGET_KIND")),
                row.getString("TARGET_ID"),
                Instant.ofEpochMilli(row.getLong("UNTIL_AT")),
                row.getString("REASON"),
                new Admin(row.getString("BY_ID"), row.getString("BY_NAME")),
                Instant.ofEpochMilli(row.getLong("DECIDED_AT")));
    }
}
