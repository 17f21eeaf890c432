package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recovery codes as people keep them: on the clipboard, in a text file, as a PDF, on paper. */
@Tag("browser")
@Tag("pictures")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryPaperIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @OwnRealm("requireEveryone=true")
    private TestRealm realm;

    @ParameterizedTest(name = "JavaScript {0}")
    @CsvSource({"on", "off"})
    void theTextFileAndThePdfHoldTheCodesOfThePage(String javaScript) throws IOException {
        configure(Map.of());
        realm.update(Map.of("displayName", "Café & Co"));
        ChromiumOptions options = ChromiumOptions.standard();
        PageReader person =
                enrol("files-" + javaScript, javaScript.equals("on") ? options : options.withoutJavaScript());
        List<String> codes = codes(person);

        Download text = download(person, "Download (.txt)");
        assertThat(text.suggestedFilename()).isEqualTo("Café-Co-recovery-codes.txt");
        assertThat(Files.readString(text.path()))
                .startsWith("Café & Co recovery codes")
                .contains("Account: files-" + javaScript)
                .contains(codes);

        Download pdf = download(person, "PDF");
        assertThat(pdf.suggestedFilename()).isEqualTo("Café-Co-recovery-codes.pdf");
        assertThat(PdfText.of(pdf.path()))
                .contains("Café & Co recovery codes", "Account: files-" + javaScript, " UTC")
                .contains(codes)
                .contains("Each code signs you in once if you don't have your authenticator app.");
        chromium.shot(person.page(), "paper/codes-" + javaScript);
        assertThat(chromium.complaints()).isEmpty();
    }

    @ParameterizedTest(name = "{0} codes of {1} groups")
    @CsvSource({"1, 2", "8, 2", "10, 2", "20, 6"})
    void onPaperThereAreTheCodesAndHowToUseThemAndNothingElse(int count, int groups) throws IOException {
        configure(Map.of(
                "recoveryCodeCount",
                Integer.toString(count),
                "recoveryCodeGroups",
                Integer.toString(groups),
                "helpUrl",
                "https://help.example.org/"));
        realm.update(Map.of("displayName", "Acme"));
        PageReader person = enrol(
                "print-" + count + "-" + groups, ChromiumOptions.standard().dark());
        List<String> codes = codes(person);
        chromium.shot(person.page(), "paper/screen-" + count + "-" + groups);

        assertThat(codes).hasSize(count);
        person.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        Path paper = Path.of("target/screenshots/paper/print-" + count + "-" + groups + ".pdf");
        Files.createDirectories(paper.getParent());
        Files.write(
                paper, person.page().pdf(new Page.PdfOptions().setFormat("A4").setPrintBackground(true)));

        assertThat(PdfText.pages(paper)).isEqualTo(1);
        assertBlackOnWhite(PdfText.picture(paper));
        assertThat(PdfText.of(paper))
                .contains(count == 1 ? "Acme recovery code" : "Acme recovery codes")
                .contains("Account: print-" + count + "-" + groups)
                .contains(codes)
                .contains(count == 1 ? "This code signs you in once" : "Each code signs you in once")
                .contains("Keep this page private.")
                .doesNotContain("Continue", "Copy all codes", "shown ONCE", "Help with");
    }

    @Test
    void thePdfComesByItselfOnceWhenThePolicySaysSo() throws IOException {
        configure(Map.of("openPdf", "true"));
        realm.update(Map.of("displayName", "Acme"));
        PageReader person = beforeConfirming("opens", ChromiumOptions.standard());

        Download pdf = person.page().waitForDownload(() -> confirm(person));

        person.arrivesAt("Recovery codes");
        assertThat(PdfText.of(pdf.path())).contains(codes(person));
        assertThat(person.page().locator("[data-two-factor-start]")).hasCount(1);
        person.press("Continue").reads("Confirm that you have saved your recovery codes before you continue.");
        assertThat(person.page().locator("[data-two-factor-start]")).hasCount(0);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void aSingleCodeIsSpokenOfAsOne() throws IOException {
        configure(Map.of("recoveryCodeCount", "1"));
        realm.update(Map.of("displayName", "Acme"));
        PageReader person = enrol("single", ChromiumOptions.standard());
        person.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));

        person.arrivesAt("Recovery code")
                .reads(
                        "Two-factor authentication is now active. Save your recovery code — it's shown once.",
                        "Save this recovery code — shown ONCE",
                        "I have saved this code somewhere safe")
                .press("Copy code")
                .reads("1 code copied");
        chromium.shot(person.page(), "paper/single");
        assertThat(PdfText.of(download(person, "PDF").path()))
                .startsWith("Acme recovery code ")
                .contains(codes(person))
                .contains("This code signs you in once");
        person.press("Continue").reads("Confirm that you have saved your recovery code before you continue.");
    }

    @Test
    void aNameThatThePdfCannotShowIsLeftOutOfItAndStandsInTheTextFile() throws IOException {
        configure(Map.of());
        realm.update(Map.of("displayName", "株式会社"));
        PageReader person = enrol("tokyo", ChromiumOptions.standard());

        Path pdf = download(person, "PDF").path();
        assertThat(PdfText.of(pdf))
                .startsWith("Recovery codes")
                .contains("Account: tokyo")
                .contains(codes(person));
        assertThat(PdfText.title(pdf)).isEqualTo("株式会社 recovery codes");
        assertThat(Files.readString(download(person, "Download (.txt)").path())).startsWith("株式会社 recovery codes");
    }

    @Test
    void helpAndFurtherReadingAreLinkedAndTheMethodIsChosenFirst() {
        configure(Map.of(
                "helpUrl",
                "https://help.example.org/2fa",
                "continueUrl",
                "https://example.org/guides",
                "methodStep",
                "ALWAYS",
                "recommendedApps",
                "Authy##FreeOTP"));
        realm.user("reader");
        PageReader person = new PageReader(chromium.page()).open(realm.authUrl("app", Map.of()));
        person.signIn("reader", TestRealm.PASSWORD).arrivesAt("Choose a method").reads("Authenticator app");
        helps(person);
        chromium.shot(person.page(), "paper/method");
        person.page().reload();
        person.arrivesAt("Choose a method").press("Get started").reads("Step 1 of 3: get an app");
        person.page().getByText("I don't have an app yet").click();
        person.reads("For example: Authy, FreeOTP.");
        helps(person);
        person.page().reload();
        person.arrivesAt("Choose a method").press("Get started");
        confirm(person);

        person.arrivesAt("Recovery codes");
        helps(person);
        assertThat(person.page().getByText("Read on about keeping your account safe"))
                .hasAttribute("href", "https://example.org/guides");
        chromium.shot(person.page(), "paper/codes-with-links");
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void assertBlackOnWhite(BufferedImage sheet) {
        int white = 0;
        int coloured = 0;
        int black = 0;
        for (int colour : sheet.getRGB(0, 0, sheet.getWidth(), sheet.getHeight(), null, 0, sheet.getWidth())) {
            Color seen = new Color(colour);
            white += seen.equals(Color.WHITE) ? 1 : 0;
            black += seen.getGreen() < 64 ? 1 : 0;
            coloured += Math.abs(seen.getRed() - seen.getBlue()) > 16 ? 1 : 0;
        }
        assertThat(white).isGreaterThan(sheet.getWidth() * sheet.getHeight() * 9 / 10);
        assertThat(black).isPositive();
        assertThat(coloured).isZero();
    }

    private static void helps(PageReader person) {
        assertThat(person.page().getByText("Help with two-factor authentication"))
                .hasAttribute("href", "https://help.example.org/2fa");
    }

    private PageReader enrol(String name, ChromiumOptions options) {
        PageReader person = beforeConfirming(name, options);
        confirm(person);
        assertThat(person.page().locator("#two-factor-codes")).isVisible();
        return person;
    }

    private PageReader beforeConfirming(String name, ChromiumOptions options) {
        realm.user(name);
        return new PageReader(chromium.page(options))
                .open(realm.authUrl("app", Map.of()))
                .signIn(name, TestRealm.PASSWORD)
                .arrivesAt("Two-factor authentication");
    }

    private static void confirm(PageReader person) {
        String code = person.scans().code(SERVER.clock().now());
        person.type("6-digit code", code).press("Confirm and enable");
    }

    private static List<String> codes(PageReader person) {
        return person.page().locator("#two-factor-codes code").allTextContents();
    }

    private static Download download(PageReader person, String link) {
        return person.page().waitForDownload(() -> person.link(link).click());
    }

    private void configure(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("requireEveryone", "true");
        assertThat(realm.configure(all).ok()).isTrue();
    }
}
