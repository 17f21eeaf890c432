package io.github.keycloaktwofactor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs single statements on a separate connection, each committed at once, outside the request's transaction: what was
 * counted or claimed is kept even if the request is rolled back. Measured on PostgreSQL, such a statement costs a third of
 * a nested Keycloak transaction.
 */
public final class StateDatabase {

    // A row is only locked during one such statement, so a longer wait is a fault of the database.
    private static final int SECONDS_FOR_A_LOCK = 5;

    // SQL:2003 class 23 is a violated constraint: a concurrent request inserted the row first.
    private static final String CONSTRAINT_VIOLATED = "23";

    private static final String H2 = "H2";

    private final KeycloakSessionFactory sessions;

    public StateDatabase(KeycloakSessionFactory sessions) {
        this.sessions = sessions;
    }

    /** The number of rows that the statement changed. {@code %s} in it stands for the schema prefix. */
    public int update(String sql, @Nullable Object... parameters) {
        return Objects.requireNonNull(run(sql, PreparedStatement::executeUpdate, parameters));
    }

    /** Whether the row was inserted; false if it already existed. */
    public boolean insert(String sql, @Nullable Object... parameters) {
        Integer inserted = run(
                sql,
                statement -> {
                    try {
                        return statement.executeUpdate();
                    } catch (SQLException e) {
                        if (constraintViolated(e)) {
                            return 0;
                        }
                        throw e;
                    }
                },
                parameters);
        return Objects.equals(inserted, 1);
    }

    /** The first row of the query, mapped by the reader, or null. */
    public <T> @Nullable T first(String sql, Reader<T> reader, @Nullable Object... parameters) {
        return run(
                sql,
                statement -> {
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? reader.read(row) : null;
                    }
                },
                parameters);
    }

    /** All rows of the query, mapped by the reader. */
    public <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... parameters) {
        return Objects.requireNonNull(run(
                sql,
                statement -> {
                    try (ResultSet row = statement.executeQuery()) {
                        List<T> rows = new ArrayList<>();
                        while (row.next()) {
                            rows.add(reader.read(row));
                        }
                        return rows;
                    }
                },
                parameters));
    }

    private <T> @Nullable T run(String sql, Work<T> work, @Nullable Object... parameters) {
        Answer<T> answer = new Answer<>();
        // Without this the pool would hand out the connection of the request's own transaction.
        KeycloakModelUtils.suspendJtaTransaction(sessions, () -> {
            JpaConnectionProviderFactory database =
                    (JpaConnectionProviderFactory) sessions.getProviderFactory(JpaConnectionProvider.class);
            try (Connection connection = connect(database)) {
                connection.setAutoCommit(true);
                try (PreparedStatement statement = connection.prepareStatement(qualified(sql, database))) {
                    limit(connection, statement, SECONDS_FOR_A_LOCK);
                    for (int i = 0; i < parameters.length; i++) {
                        statement.setObject(i + 1, parameters[i]);
                    }
                    answer.value = work.on(statement);
                }
            } catch (SQLException e) {
                throw new StateUnavailableException("The two-factor state tables did not answer", e);
            }
        });
        return answer.value;
    }

    private static Connection connect(JpaConnectionProviderFactory database) {
        try {
            return database.getConnection();
        } catch (RuntimeException e) {
            // Keycloak wraps the exception of the pool if it is exhausted or the database is down.
            throw new StateUnavailableException("There is no connection to the two-factor state tables", e);
        }
    }

    /** H2 keeps such a limit on the connection, where Keycloak's own statements would inherit it from the pool. */
    static void limit(Connection connection, PreparedStatement statement, int seconds) throws SQLException {
        if (!H2.equals(connection.getMetaData().getDatabaseProductName())) {
            statement.setQueryTimeout(seconds);
        }
    }

    private static String qualified(String sql, JpaConnectionProviderFactory database) {
        return sql.formatted(prefix(database));
    }

    /** The prefix of table names: the schema with its dot, or empty. */
    public static String prefix(JpaConnectionProviderFactory database) {
        String schema = database.getSchema();
        return schema == null || schema.isEmpty() ? "" : schema + ".";
    }

    private static boolean constraintViolated(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(CONSTRAINT_VIOLATED);
    }

    /** Maps the current row to a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        @Nullable
        T on(PreparedStatement statement) throws SQLException;
    }

    private static final class Answer<T> {
        private @Nullable T value;
    }
}
