package io.github.keycloaktwofactor.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Reads many rows, also of Keycloak's tables, one at a time. Writes nothing. */
public final class ReadDatabase {

    /** Measured: with less, reading a million rows takes longer; with more, it takes memory. */
    private static final int ROWS_AT_ONCE = 2000;

    /** With this fetch size, MySQL's driver streams rows; with others, it reads everything into memory. */
    private static final int MYSQL_ROW_BY_ROW = Integer.MIN_VALUE;

    private static final Duration NO_LIMIT = Duration.ZERO;

    private final Session session;
    private final String prefix;

    private ReadDatabase(Session session, String prefix) {
        this.session = session;
        this.prefix = prefix;
    }

    /** On the connection and in the transaction of the request. */
    public static ReadDatabase of(KeycloakSession session) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return new ReadDatabase(
                entities.unwrap(Session.class), StateDatabase.prefix(database(session.getKeycloakSessionFactory())));
    }

    /** All rows of a query, mapped by the reader. */
    public <T> List<T> all(Sql query, StateDatabase.Reader<T> reader) {
        List<T> rows = new ArrayList<>();
        each(query, row -> rows.add(reader.read(row)));
        return rows;
    }

    /** Passes each row to the consumer. */
    public void each(Sql query, RowConsumer consumer) {
        try {
            session.doWork(connection -> read(connection, prefix, query, NO_LIMIT, consumer));
        } catch (PersistenceException e) {
            throw new StateUnavailableException("The database did not answer", e);
        }
    }

    /** The first rows that an ordered query finds, in the words that the database has for it. Each has two texts. */
    public List<String[]> first(int most, Sql query) {
        Query limited = session.createNativeQuery(query.text(prefix), Object[].class);
        for (int i = 0; i < query.parameters().size(); i++) {
            limited.setParameter(i + 1, query.parameters().get(i));
        }
        List<String[]> rows = new ArrayList<>();
        for (Object row : limited.setMaxResults(most).getResultList()) {
            Object[] columns = (Object[]) row;
            rows.add(new String[] {String.valueOf(columns[0]), String.valueOf(columns[1])});
        }
        return rows;
    }

    /**
     * Passes each row to the consumer, on a separate connection, outside Keycloak's transactions: with a slow client, Keycloak
     * would abort the transaction after some minutes. The consumer must not use the model.
     *
     * @param longest how long the database may work on the query
     */
    public static void stream(KeycloakSessionFactory sessions, Sql query, Duration longest, RowConsumer consumer) {
        KeycloakModelUtils.suspendJtaTransaction(sessions, () -> {
            JpaConnectionProviderFactory database = database(sessions);
            try (Connection connection = database.getConnection()) {
                boolean before = connection.getAutoCommit();
                // Otherwise PostgreSQL reads everything into memory.
                connection.setAutoCommit(false);
                try {
                    read(connection, StateDatabase.prefix(database), query, longest, consumer);
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(before);
                }
            } catch (SQLException e) {
                throw new StateUnavailableException("The database did not answer", e);
            }
        });
    }

    private static void read(Connection connection, String prefix, Sql query, Duration longest, RowConsumer consumer)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.text(prefix))) {
            boolean mysql = "MySQL".equals(connection.getMetaData().getDatabaseProductName());
            if (!longest.isZero()) {
                StateDatabase.limit(connection, statement, Math.toIntExact(longest.toSeconds()));
            }
            statement.setFetchSize(mysql ? MYSQL_ROW_BY_ROW : ROWS_AT_ONCE);
            for (int i = 0; i < query.parameters().size(); i++) {
                statement.setObject(i + 1, query.parameters().get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(row);
                }
            }
        }
    }

    private static JpaConnectionProviderFactory database(KeycloakSessionFactory sessions) {
        return (JpaConnectionProviderFactory) sessions.getProviderFactory(JpaConnectionProvider.class);
    }

    /** Takes the current row. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }
}
