package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdfFontTest {

    @Test
    void theFontsAreThoseThatEveryViewerHas() {
        assertThat(PdfFont.TEXT.fontName()).isEqualTo("Helvetica");
        assertThat(PdfFont.CODE.fontName()).isEqualTo("Courier-Bold");
    }

    /** The ends of the table, and the letters that it does not hold. */
    @ParameterizedTest
    @CsvSource({"' ', 278", "~, 584", "A, 667", "z, 500", "Å, 667", "ž, 500", "é, 556", "Î, 333", "ß, 1000", "€, 1000"})
    void noCharacterCountsAsNarrowerThanItIs(String character, int width) {
        assertThat(PdfFont.TEXT.width(character.codePointAt(0))).isEqualTo(width);
        assertThat(PdfFont.CODE.width(character.codePointAt(0))).isEqualTo(600);
    }

    /** At size 10 a character of the code font takes 6 units. */
    @Test
    void aLineIsAsLongAsFitsAndNotLonger() {
        assertThat(PdfFont.CODE.wrap("AB CD", 10, 30)).containsExactly("AB CD");
        assertThat(PdfFont.CODE.wrap("AB CD", 10, 29)).containsExactly("AB", "CD");
    }

    @Test
    void aWordThatIsLongerThanALineIsBroken() {
        assertThat(PdfFont.CODE.wrap("ABCDEFG", 10, 12)).containsExactly("AB", "CD", "EF", "G");
        assertThat(PdfFont.CODE.wrap("A BCDEF", 10, 12)).containsExactly("A", "BC", "DE", "F");
    }
}
