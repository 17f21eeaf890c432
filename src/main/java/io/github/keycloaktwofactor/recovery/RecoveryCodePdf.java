package io.github.keycloaktwofactor.recovery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sheet of recovery codes as a PDF: one A4 page of real text, tagged, with a box to strike out each code. It embeds
 * no font, so it shows the characters of western European languages only; see {@link #canShow}.
 */
public final class RecoveryCodePdf {

    private static final int WIDTH = 595;
    private static final int HEIGHT = 842;
    private static final int MARGIN = 56;
    private static final int ROOM = WIDTH - 2 * MARGIN;
    private static final int TITLE = 18;
    private static final int BODY = 11;
    private static final int CODE = 14;
    private static final int ROW = 22;
    private static final int BOX = 10;
    private static final int NUMBER_AT = 18;
    private static final int CODE_AT = 44;
    private static final int LONGEST_NAME = 100;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("'D:'uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PdfObjects objects = new PdfObjects();
    private final StringBuilder content = new StringBuilder();
    private final int tree = objects.reserve();
    private final int document = objects.reserve();
    private final int page = objects.reserve();
    /** The element of the structure that each piece of marked content belongs to, by the number of the content. */
    private final List<Integer> owners = new ArrayList<>();

    private int y = HEIGHT - MARGIN;

    private RecoveryCodePdf() {}

    /** Whether the page can show the text as it is. A name that it cannot show should be left out, not misspelt. */
    public static boolean canShow(String text) {
        return PdfFont.canShow(text);
    }

    /** Whether the page can show all of the words. */
    public static boolean canShow(SheetText words) {
        return words.lines().allMatch(PdfFont::canShow);
    }

    /** The name as far as the page has room for it. */
    public static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    /**
     * The file.
     *
     * @param words what the page says, in characters that it can show
     * @param title the document's title, in any characters
     */
    public static byte[] of(SheetText words, String title, Instant created, List<RecoveryCode> codes) {
        return new RecoveryCodePdf().file(words, title, created, codes);
    }

    /** {@link #of} as the address of a link with {@code download}. */
    public static String dataUri(SheetText words, String title, Instant created, List<RecoveryCode> codes) {
        return "data:application/pdf;base64," + Base64.getEncoder().encodeToString(of(words, title, created, codes));
    }

    private byte[] file(SheetText words, String title, Instant created, List<RecoveryCode> codes) {
        List<Integer> parts = new ArrayList<>();
        parts.add(paragraph("H1", TITLE, words.title()));
        y -= 4;
        words.about().forEach(line -> parts.add(paragraph("P", BODY, line)));
        y -= ROW;
        parts.add(list(codes));
        y -= BODY;
        words.notes().forEach(line -> parts.add(paragraph("P", BODY, line)));
        objects.put(document, element("Document", tree, references(parts)));
        int info = objects.add("<</Title " + PdfObjects.text(title) + " /CreationDate "
                + PdfObjects.text(DATE.format(created)) + ">>");
        return objects.file(catalog(words.language()), info);
    }

    private int catalog(String language) {
        String fonts = List.of(PdfFont.values()).stream()
                .map(font -> "/" + font.resource() + " <</Type /Font /Subtype /Type1 /BaseFont /" + font.fontName()
                        + " /Encoding /WinAnsiEncoding>>")
                .collect(Collectors.joining(" "));
        int stream = objects.add("<</Length " + content.length() + ">>\nstream\n" + content + "\nendstream");
        int pages = objects.reserve();
        objects.put(
                page,
                "<</Type /Page /Parent " + PdfObjects.reference(pages) + " /MediaBox [0 0 " + WIDTH + " " + HEIGHT
                        + "] /Resources <</Font <<" + fonts + ">>>> /Contents " + PdfObjects.reference(stream)
                        + " /StructParents 0 /Tabs /S>>");
        objects.put(pages, "<</Type /Pages /Count 1 /Kids [" + PdfObjects.reference(page) + "]>>");
        objects.put(
                tree,
                "<</Type /StructTreeRoot /K " + PdfObjects.reference(document) + " /ParentTree <</Nums [0 "
                        + references(owners) + "]>> /ParentTreeNextKey 1>>");
        return objects.add("<</Type /Catalog /Pages " + PdfObjects.reference(pages) + " /Lang "
                + PdfObjects.text(language) + " /MarkInfo <</Marked true>> /StructTreeRoot "
                + PdfObjects.reference(tree) + " /ViewerPreferences <</DisplayDocTitle true>>>>");
    }

    private int paragraph(String tag, int size, String text) {
        int element = marked(tag, document);
        for (String line : PdfFont.TEXT.wrap(text, size, ROOM)) {
            y -= size * 13 / 10;
            // Software that reads the structure gets the lines as one text.
            show(PdfFont.TEXT, size, MARGIN, line + " ");
        }
        y -= 3;
        content.append("EMC\n");
        return element;
    }

    /** Down the first column, then down the second, where two have room. */
    private int list(List<RecoveryCode> codes) {
        int longest = codes.get(0).display().length() * PdfFont.CODE.width('X') * CODE / 1000 + CODE_AT;
        int columns = longest <= ROOM / 2 ? 2 : 1;
        int rows = (codes.size() + columns - 1) / columns;
        int top = y;
        int list = objects.reserve();
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            y = top - (i % rows) * ROW;
            items.add(item(list, MARGIN + (i / rows) * (ROOM / 2), i + 1, codes.get(i)));
        }
        objects.put(list, element("L", document, references(items)));
        y = top - rows * ROW;
        return list;
    }

    private int item(int list, int x, int number, RecoveryCode code) {
        content.append("/Artifact BMC %d %d %d %d re S EMC\n".formatted(x, y, BOX, BOX));
        int item = objects.reserve();
        int body = marked("LBody", item);
        show(PdfFont.TEXT, BODY, x + NUMBER_AT, number + ". ");
        show(PdfFont.CODE, CODE, x + CODE_AT, code.display());
        content.append("EMC\n");
        objects.put(item, element("LI", list, references(List.of(body))));
        return item;
    }

    /** Begins a piece of marked content in an element of its own; {@code EMC} ends it. */
    private int marked(String tag, int parent) {
        int content = owners.size();
        int element = objects.add(element(tag, parent, Integer.toString(content)));
        owners.add(element);
        this.content.append("/%s <</MCID %d>> BDC\n".formatted(tag, content));
        return element;
    }

    private void show(PdfFont font, int size, int x, String text) {
        content.append("BT /%s %d Tf %d %d Td %s Tj ET\n"
                .formatted(font.resource(), size, x, y, PdfObjects.hex(PdfFont.encode(text))));
    }

    private String element(String tag, int parent, String kids) {
        return "<</Type /StructElem /S /" + tag + " /P " + PdfObjects.reference(parent) + " /Pg "
                + PdfObjects.reference(page) + " /K " + kids + ">>";
    }

    private static String references(List<Integer> numbers) {
        return numbers.stream().map(PdfObjects::reference).collect(Collectors.joining(" ", "[", "]"));
    }
}
