package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.store.ReadDatabase;
import io.github.keycloaktwofactor.store.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSessionFactory;

/** A CSV report of all users. Everything but the users is read when it is created, so the model is not needed later. */
public final class ReportExport {

    /** How long a client may read nothing. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    /** How long an export may take, however slowly the client reads. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Sql query;
    private final Function<Consumer<UserRow>, RowReader> readers;
    private final Predicate<UserRow> wanted;

    ReportExport(Sql query, Function<Consumer<UserRow>, RowReader> readers, Predicate<UserRow> wanted) {
        this.query = query;
        this.readers = readers;
        this.wanted = wanted;
    }

    /**
     * Writes it, over a separate connection, as fast as the client reads.
     *
     * @throws IOException if the client has left, has read nothing for 30 seconds, or needs more than 30 minutes
     */
    public void write(KeycloakSessionFactory sessions, OutputStream out) throws IOException {
        try (WatchedOutput watched = new WatchedOutput(out, System::nanoTime, LONGEST_WRITE, LONGEST)) {
            writeAll(sessions, watched);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeAll(KeycloakSessionFactory sessions, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        CsvWriter csv = new CsvWriter(text);
        csv.begin();
        RowReader reader = readers.apply(user -> {
            if (wanted.test(user)) {
                csv.row(user);
            }
        });
        ReadDatabase.stream(sessions, query, LONGEST, reader);
        reader.finish();
        csv.end();
        text.flush();
    }
}
