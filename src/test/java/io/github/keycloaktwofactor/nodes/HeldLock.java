package io.github.keycloaktwofactor.nodes;

import io.github.keycloaktwofactor.server.KeycloakServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A lock on a table of a server's PostgreSQL database. A writer waits there until it is closed. */
final class HeldLock implements AutoCloseable {

    private static final String WAITING = "select count(*) from pg_locks l join pg_class c on c.oid = l.relation"
            + " where not l.granted and c.relname = ?";

    private final KeycloakServer server;
    private final String table;
    private final Connection holder;

    private HeldLock(KeycloakServer server, String table, Connection holder) {
        this.server = server;
        this.table = table;
        this.holder = holder;
    }

    /** Everyone may still read the table. */
    static HeldLock onWriting(KeycloakServer server, String table) {
        return on(server, table, "exclusive");
    }

    /** Nobody may even read the table. */
    static HeldLock onAll(KeycloakServer server, String table) {
        return on(server, table, "access exclusive");
    }

    private static HeldLock on(KeycloakServer server, String table, String mode) {
        Connection holder = server.jdbc();
        try (Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table " + table + " in " + mode + " mode");
            return new HeldLock(server, table, holder);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many statements hang on the table. */
    int waiting() {
        try (Connection connection = server.jdbc();
                PreparedStatement count = connection.prepareStatement(WAITING)) {
            count.setString(1, table);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (holder) {
            holder.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
