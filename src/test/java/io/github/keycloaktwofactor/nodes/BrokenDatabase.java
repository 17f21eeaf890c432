package io.github.keycloaktwofactor.nodes;

import io.github.keycloaktwofactor.server.KeycloakServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One thing in a server's PostgreSQL database that fails or drags until it is closed, while all else works. */
final class BrokenDatabase implements AutoCloseable {

    private final KeycloakServer server;
    private final String[] mend;

    private BrokenDatabase(KeycloakServer server, String[] mend) {
        this.server = server;
        this.mend = mend;
    }

    /** The table is not there. */
    static BrokenDatabase without(KeycloakServer server, String table) {
        run(server, "alter table " + table + " rename to " + table + "_away");
        return new BrokenDatabase(server, new String[] {"alter table " + table + "_away rename to " + table});
    }

    /** Every change of a row in the table takes a while, in which others can read what will be there no more. */
    static BrokenDatabase dragging(KeycloakServer server, String table) {
        run(
                server,
                "create function drag() returns trigger as"
                        + " 'begin perform pg_sleep(0.3); return new; end' language plpgsql",
                "create trigger drag before update on " + table + " for each row execute function drag()");
        return new BrokenDatabase(server, new String[] {"drop trigger drag on " + table, "drop function drag"});
    }

    /** The table can be read, and every new row in it fails. */
    static BrokenDatabase refusingRowsIn(KeycloakServer server, String table) {
        run(
                server,
                "create function refuse() returns trigger as"
                        + " 'begin raise exception ''the disk is full''; end' language plpgsql",
                "create trigger refuse before insert on " + table + " for each row execute function refuse()");
        return new BrokenDatabase(server, new String[] {"drop trigger refuse on " + table, "drop function refuse"});
    }

    private static void run(KeycloakServer server, String... statements) {
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run(server, mend);
    }
}
