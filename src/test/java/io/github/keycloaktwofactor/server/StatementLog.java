package io.github.keycloaktwofactor.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that a database of the run's PostgreSQL is sent, from the log that it keeps while this is open. */
public final class StatementLog implements AutoCloseable {

    private static final Duration WRITING = Duration.ofSeconds(10);

    /** What opens, ends or checks a connection's transaction costs the same whatever is done in it. */
    private static final Pattern OTHER =
            Pattern.compile("(BEGIN|COMMIT|ROLLBACK|SET|SHOW|DISCARD)\\b.*", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final Pattern line;

    private StatementLog(Connection connection) throws SQLException {
        this.connection = connection;
        this.line = Pattern.compile(
                "^" + Pattern.quote(connection.getCatalog()) + "\\|LOG:  (?:execute [^:]+|statement): (.*)$");
    }

    static StatementLog of(PostgresDatabase database) {
        try {
            StatementLog log = new StatementLog(database.connect());
            log.keep("alter system set log_statement = 'all'");
            return log;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The statements that were sent while this was done, by whichever node, in their order. */
    public List<String> during(Runnable work) {
        long before = mark().end();
        work.run();
        Mark after = mark();
        return read(before, after.end())
                .lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .filter(sql ->
                        !sql.contains(after.name()) && !OTHER.matcher(sql).matches())
                .toList();
    }

    @Override
    public void close() {
        try (connection) {
            keep("alter system reset log_statement");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(setting);
        }
        answer("select pg_reload_conf()");
    }

    /** A statement of our own, and where the log ends once it has it. */
    private Mark mark() {
        String name = UUID.randomUUID().toString();
        long start = PostgresDatabase.LOG.length();
        return Await.until("a statement in " + PostgresDatabase.LOG, WRITING, () -> {
            answer("select '" + name + "'");
            long end = PostgresDatabase.LOG.length();
            return read(start, end).contains(name) ? Optional.of(new Mark(name, end)) : Optional.empty();
        });
    }

    private String answer(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String read(long from, long to) {
        try (RandomAccessFile log = new RandomAccessFile(PostgresDatabase.LOG, "r")) {
            byte[] part = new byte[Math.toIntExact(to - from)];
            log.seek(from);
            log.readFully(part);
            return new String(part, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Mark(String name, long end) {}
}
