package io.github.keycloaktwofactor.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Runs statements on the state tables in the request's own transaction, for changes that must be atomic with Keycloak's.
 * Their rows stay locked until the request ends, so they must come last.
 */
public final class RequestDatabase {

    // SQL:2003 class 23 is a violated constraint.
    private static final String CONSTRAINT_VIOLATED = "23";

    private RequestDatabase() {}

    /**
     * The number of rows that the statement changed. {@code %s} in it stands for the schema prefix, {@code ?1} and so on for
     * the parameters.
     *
     * @throws StateUnavailableException if the tables are unavailable; the request's transaction cannot be committed then
     */
    public static int update(KeycloakSession session, String sql, Object... parameters) {
        try {
            return run(session, sql, parameters);
        } catch (PersistenceException e) {
            throw new StateUnavailableException("The two-factor state tables did not answer", e);
        }
    }

    /**
     * Whether the row was inserted; false if it already existed. The request's transaction cannot be committed then.
     *
     * @throws StateUnavailableException as above
     */
    public static boolean insert(KeycloakSession session, String sql, Object... parameters) {
        try {
            return run(session, sql, parameters) == 1;
        } catch (PersistenceException e) {
            if (constraintViolated(e)) {
                return false;
            }
            throw new StateUnavailableException("The two-factor state tables did not answer", e);
        }
    }

    /**
     * An update that does not flush Hibernate's pending changes first. For listeners of removals: a flush would delete
     * what other rows still refer to. Each {@code ?} is a parameter.
     */
    public static void updateWithoutFlush(KeycloakSession session, String sql, Object... parameters) {
        String text = sql.formatted(prefix(session));
        try {
            entities(session).unwrap(Session.class).doWork(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(text)) {
                    for (int i = 0; i < parameters.length; i++) {
                        statement.setObject(i + 1, parameters[i]);
                    }
                    statement.executeUpdate();
                }
            });
        } catch (PersistenceException e) {
            throw new StateUnavailableException("The two-factor state tables did not answer", e);
        }
    }

    private static int run(KeycloakSession session, String sql, Object... parameters) {
        Query query = entities(session).createNativeQuery(sql.formatted(prefix(session)));
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static String prefix(KeycloakSession session) {
        return StateDatabase.prefix((JpaConnectionProviderFactory)
                session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class));
    }

    private static boolean constraintViolated(PersistenceException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(CONSTRAINT_VIOLATED)) {
                return true;
            }
        }
        return false;
    }
}
