package io.github.keycloaktwofactor.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes users as CSV (RFC 4180) for spreadsheets, which read a text that begins with certain characters as a formula
 * (CSV injection). The last line is the number of rows, so that a truncated file can be recognized.
 */
final class CsvWriter {

    private static final List<String> COLUMNS = List.of(
            "username",
            "email",
            "email_verified",
            "enabled",
            "required",
            "because",
            "enrolled_since",
            "last_used",
            "codes_left",
            "passkeys",
            "trusted_devices",
            "state",
            "source");

    /**
     * The start of a formula, also in full-width characters: at the start of a value, or after a character that a
     * spreadsheet with another list separator reads as the start of a value.
     */
    private static final Pattern FORMULA =
            Pattern.compile("(^|[;|][\\s\"]*|(?<!^)\t[\\s\"]*)(?=[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

    private final Appendable out;
    private long rows;

    CsvWriter(Appendable out) {
        this.out = out;
    }

    /** Writes the header line. */
    void begin() {
        write(COLUMNS.stream());
    }

    void row(UserRow user) {
        rows++;
        write(Stream.of(
                user.username(),
                text(user.email()),
                Boolean.toString(user.emailVerified()),
                Boolean.toString(user.enabled()),
                user.required() == null ? "unknown" : user.required().toString(),
                String.join("; ", user.because()),
                time(user.enrolledSince()),
                time(user.lastUsed()),
                text(user.codesLeft()),
                Integer.toString(user.passkeys()),
                Integer.toString(user.trustedDevices()),
                user.state().name(),
                user.source()));
    }

    /** Writes the number of rows: nothing is missing. */
    void end() {
        line("# rows," + rows);
    }

    private void write(Stream<String> values) {
        line(values.map(CsvWriter::quoted).collect(Collectors.joining(",")));
    }

    private void line(String text) {
        try {
            out.append(text).append("\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String quoted(String value) {
        boolean control = !value.isEmpty() && Character.isISOControl(value.charAt(0));
        String text = (control ? "'" : "") + FORMULA.matcher(value).replaceAll("$1'");
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String time(@Nullable Long millis) {
        return millis == null ? "" : Instant.ofEpochMilli(millis).toString();
    }
}
