package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodePdfTest {

    private static final Instant CREATED = Instant.parse("2026-03-09T07:05:59Z");

    @Test
    void aReaderFindsEveryLineAndEveryCodeAsText() throws IOException {
        String text = read(pdf(words("Café & Co: „HR“ – (1)", "jörg@example.com"), 8));

        assertThat(text.lines().map(String::strip))
                .containsExactly(
                        "Café & Co: „HR“ – (1) recovery codes",
                        "Account: jörg@example.com",
                        "Created: 2026-03-09 07:05 UTC",
                        "1. ABCD-0001 5. ABCD-0005",
                        "2. ABCD-0002 6. ABCD-0006",
                        "3. ABCD-0003 7. ABCD-0007",
                        "4. ABCD-0004 8. ABCD-0008",
                        "Each code signs you in once if you don't have your authenticator app.",
                        "On the sign-in page choose \"Lost your phone? Use a recovery code\".",
                        "Generating new codes makes these codes stop working. Keep this page private.");
    }

    @Test
    void itIsOneA4PageWithTitleLanguageAndDate() throws IOException {
        byte[] pdf = RecoveryCodePdf.of(words("", ""), "Şirket 日本 recovery codes", CREATED, codes(8, 2));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            PDRectangle page = document.getPage(0).getMediaBox();
            assertThat(List.of(page.getWidth(), page.getHeight())).isEqualTo(List.of(595f, 842f));
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Şirket 日本 recovery codes");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(document.getDocumentCatalog().getViewerPreferences().displayDocTitle())
                    .isTrue();
            Calendar created = document.getDocumentInformation().getCreationDate();
            created.setTimeZone(TimeZone.getTimeZone("UTC"));
            assertThat(created.toInstant()).isEqualTo(CREATED);
        }
    }

    @Test
    void aScreenReaderMeetsAHeadingParagraphsAndAList() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf(words("Example", "alice"), 2))) {
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(outline(document.getDocumentCatalog().getStructureTreeRoot()))
                    .isEqualTo("(Document(H1)(P)(P)(L(LI(LBody))(LI(LBody)))(P)(P)(P))");
        }
    }

    @ParameterizedTest(name = "{0} codes of {1} groups")
    @CsvSource({"1, 2", "10, 2", "20, 2", "20, 4", "19, 5", "20, 6", "1, 6"})
    void everySetFitsOnThePage(int count, int groups) throws IOException {
        SheetText words = words("W".repeat(255), "m".repeat(255));
        SheetText longest =
                words(RecoveryCodePdf.shortened("W".repeat(255)), RecoveryCodePdf.shortened("@".repeat(255)));

        assertThat(RecoveryCodePdf.canShow(words)).isTrue();
        byte[] pdf = RecoveryCodePdf.of(longest, "x", CREATED, codes(count, groups));

        assertThat(positions(pdf)).allSatisfy(glyph -> {
            assertThat(glyph.getXDirAdj()).isGreaterThanOrEqualTo(40);
            assertThat(glyph.getXDirAdj() + glyph.getWidthDirAdj()).isLessThanOrEqualTo(555);
            assertThat(glyph.getYDirAdj()).isBetween(40f, 802f);
        });
        assertThat(codes(count, groups))
                .allSatisfy(code -> assertThat(read(pdf)).contains(code.display()));
    }

    @Test
    void noGlyphIsWiderThanTheLinesAreBrokenBy() throws IOException {
        PDType1Font helvetica = new PDType1Font(FontName.HELVETICA);
        String all = IntStream.rangeClosed(32, 255)
                .mapToObj(each -> new String(new byte[] {(byte) each}, Charset.forName("windows-1252")))
                .filter(each -> PdfFont.canShow(each) && !each.equals("\u00a0") && !each.equals("\u00ad"))
                .filter(each -> each.codePointAt(0) > 159 || each.codePointAt(0) < 127)
                .reduce("", String::concat);

        assertThat(all).hasSizeGreaterThan(200);
        for (int character : all.codePoints().toArray()) {
            assertThat((float) PdfFont.TEXT.width(character))
                    .as(Character.toString(character))
                    .isGreaterThanOrEqualTo(helvetica.getStringWidth(Character.toString(character)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Şirket", "Łódź", "Київ", "شركة", "会社", "😀", "e\u0301"})
    void whatTheFontsLackIsSaid(String name) {
        assertThat(RecoveryCodePdf.canShow(name)).isFalse();
        assertThat(RecoveryCodePdf.canShow(words(name, "alice"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Müller & Söhne", "Señor Ñ", "Œuvre – «Été»", "São João", "Ærø ™ €"})
    void westernEuropeanLanguagesCanBeShown(String name) throws IOException {
        assertThat(RecoveryCodePdf.canShow(name)).isTrue();
        assertThat(read(pdf(words(name, "alice"), 1))).contains(name + " recovery codes");
    }

    @Test
    void namesCannotBreakOutOfTheText() throws IOException {
        byte[] pdf = pdf(words("A) Tj ET (", "x\nendstream\nendobj"), 1);

        assertThat(read(pdf)).contains("A) Tj ET ( recovery codes", "Account: x endstream endobj");
    }

    @Test
    void theLinkHoldsTheWholeFile() {
        String uri = RecoveryCodePdf.dataUri(words("Example", "alice"), "t", CREATED, codes(8, 2));

        assertThat(uri).matches("data:application/pdf;base64,[A-Za-z0-9+/]+=*");
        assertThat(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)))
                .isEqualTo(RecoveryCodePdf.of(words("Example", "alice"), "t", CREATED, codes(8, 2)))
                .hasSizeLessThan(10_000);
    }

    private static byte[] pdf(SheetText words, int count) {
        return RecoveryCodePdf.of(words, words.title(), CREATED, codes(count, 2));
    }

    private static String read(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }

    private static List<TextPosition> positions(byte[] pdf) throws IOException {
        List<TextPosition> all = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    all.add(text);
                }
            }.getText(document);
        }
        return all;
    }

    private static String outline(PDStructureNode node) {
        StringBuilder text = new StringBuilder();
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                assertThat(element.getCOSObject().getItem(COSName.PG)).isNotNull();
                text.append("(")
                        .append(element.getStructureType())
                        .append(outline(element))
                        .append(")");
            }
        }
        return text.toString();
    }

    private static SheetText words(String issuer, String account) {
        return new SheetText(
                "en",
                issuer + " recovery codes",
                List.of("Account: " + account, "Created: 2026-03-09 07:05 UTC"),
                List.of(
                        "Each code signs you in once if you don't have your authenticator app.",
                        "On the sign-in page choose \"Lost your phone? Use a recovery code\".",
                        "Generating new codes makes these codes stop working. Keep this page private."));
    }

    private static List<RecoveryCode> codes(int count, int groups) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> RecoveryCode.parse("ABCD-".repeat(groups - 1) + "%04d".formatted(number))
                        .orElseThrow())
                .toList();
    }
}
