package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {

    private final StringBuilder out = new StringBuilder();
    private final CsvWriter csv = new CsvWriter(out);

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\u0001x", "\u007fx"})
    void whatASpreadsheetWouldCalculateBeginsWithAnApostrophe(String value) {
        assertThat(CsvWriter.quoted(value)).isEqualTo("\"'" + value + "\"");
    }

    @Test
    void soDoesWhatASpreadsheetWithAnotherSeparatorWouldCalculate() {
        assertThat(CsvWriter.quoted("x;=cmd;\"@a|+1\t-2")).isEqualTo("\"x;'=cmd;\"\"'@a|'+1\t'-2\"");
        assertThat(CsvWriter.quoted("\uFF1D1")).isEqualTo("\"'\uFF1D1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anna", "a=b", "a,b", "a\r\nb", "é"})
    void everythingElseIsOnlyQuoted(String value) {
        assertThat(CsvWriter.quoted(value)).isEqualTo('"' + value + '"');
    }

    @Test
    void quotesAreDoubled() {
        assertThat(CsvWriter.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
    }

    @Test
    void aRowHasTimesAsTextAndNothingForWhatIsAbsent() {
        csv.row(row("anna", null));

        assertThat(out.toString())
                .isEqualTo("\"anna\",\"\",\"true\",\"true\",\"unknown\",\"role a; role b\","
                        + "\"2023-11-14T22:13:20Z\",\"\",\"3\",\"1\",\"2\",\"OK\",\"local\"\r\n");
    }

    @Test
    void theLastLineCountsTheRowsAndIsMissingUntilTheEnd() {
        csv.begin();
        csv.row(row("anna", true));
        csv.row(row("bert", false));
        assertThat(out.toString()).doesNotContain("# rows");

        csv.end();

        assertThat(out.toString()).endsWith("\r\n# rows,2\r\n");
    }

    private static UserRow row(String name, Boolean required) {
        return new UserRow(
                "id",
                name,
                null,
                true,
                true,
                required,
                List.of("role a", "role b"),
                null,
                1_700_000_000_000L,
                null,
                3,
                8,
                1,
                2,
                UserRow.State.OK,
                null,
                UserRow.LOCAL);
    }
}
