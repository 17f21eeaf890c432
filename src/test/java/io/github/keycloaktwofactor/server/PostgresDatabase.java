package io.github.keycloaktwofactor.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One database of the run's PostgreSQL, which starts with the first of them.
 *
 * @param url its JDBC address, without user
 */
record PostgresDatabase(String url) {
    static final String USER = "postgres";

    /** What the server and its tools write. */
    static final File LOG = new File("target/postgres.log");

    private static @Nullable EmbeddedPostgres server;

    static synchronized PostgresDatabase create(String name) {
        try {
            EmbeddedPostgres running = server;
            if (running == null) {
                running = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("log_line_prefix", "%d|")
                        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(LOG))
                        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(LOG))
                        .start();
                server = running;
            }
            String database = "kc_" + name.replaceAll("\\W", "_").toLowerCase(java.util.Locale.ROOT);
            try (Connection connection = running.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop database if exists " + database);
                statement.execute("create database " + database);
            }
            return new PostgresDatabase("jdbc:postgresql://localhost:" + running.getPort() + "/" + database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect() {
        try {
            return DriverManager.getConnection(url, USER, USER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
