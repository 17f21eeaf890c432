package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That the eyes which {@link Camera} lends to {@link ScreensIT}, {@link CardScreensIT} and {@link BaseThemeIT} for every
 * page and state are open, and what needs to be looked at but once: the colours that a person forces on every page.
 */
@Tag("browser")
@Tag("pictures")
final class AccessibleIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm("requireEveryone=true")
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            color-contrast    | <p style="color: #999; background: #fff">grey</p>
            label             | <input>
            button-name       | <button></button>
            target-size       | <button style="width: 9px; height: 9px; padding: 0">a</button><button style="width: 9px; height: 9px; padding: 0">b</button>
            aria-valid-attr   | <p aria-labeledby="nothing">x</p>
            heading-order     | <h4>deep</h4>
            landmark-one-main | <b>x</b>
            """)
    void axeSeesWhatIsWrong(String rule, String wrong) {
        Page page = chromium.page();
        String main = rule.equals("landmark-one-main") ? "div" : "main";
        page.setContent("<html lang=en><title>t</title><" + main + "><h1>h</h1>" + wrong + "</" + main + ">");

        assertThat(Axe.findings(page, "keycloak.v2")).anyMatch(line -> line.startsWith(rule + ": "));
    }

    @Test
    void axeFindsNothingWrongWithAGoodPage() {
        Page page = chromium.page();
        page.setContent("<html lang=en><title>t</title><main><h1>h</h1><p>text</p><button>Press</button></main>");

        assertThat(Axe.findings(page, "keycloak.v2")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the page scrolls  | <p style="width: 400px">x</p>
            beyond the window | <p style="position: relative; left: -30px">x</p>
            wider than        | <div style="width: 50px; overflow: hidden"><p style="width: 90px">x</p></div>
            taller than       | <p style="height: 1em; width: 50px; overflow: hidden">several words in several lines</p>
            hard to hit       | <button style="width: 9px; height: 9px; padding: 0"></button>
            moves             | <p style="transition: color 1s">x</p>
            widely set: wider | <div style="width: 4em; overflow: hidden; white-space: nowrap; font: 16px monospace">aaaaaa</div>
            """)
    void whatDoesNotFitIsSeen(String finding, String unfit) {
        Page page = chromium.page();
        page.setContent("<html lang=en><title>t</title><div class=two-factor>" + unfit + "</div>");

        assertThat(Fit.findings(page)).anyMatch(line -> line.startsWith(finding));
    }

    /** A person's own few colours leave nothing that only a colour told, and a QR code that a phone can read. */
    @Test
    void theSetUpIsReadWithAPersonsOwnColours() {
        realm.user("contrast");
        Page page = chromium.page(ChromiumOptions.standard().dark());
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of()));
        chromium.signIn(page, "contrast", TestRealm.PASSWORD);
        person.arrivesAt("Two-factor authentication");

        byte[] picture = chromium.shot(page, "own-colours/enrolment");
        assertThat(QrScanner.scan(picture)).startsWith("otpauth://totp/");
        for (Locator edged : page.locator(
                        ".two-factor-badge, .two-factor-notice, .two-factor-button, .two-factor-input")
                .all()) {
            assertThat(edged).not().hasCSS("border-block-start-width", "0px");
            assertThat(edged).not().hasCSS("border-block-start-style", "none");
        }

        String code = person.scans().code(SERVER.clock().now());
        person.type("6-digit code", code).press("Confirm and enable").arrivesAt("Recovery codes");
        chromium.shot(page, "own-colours/recovery-codes");
    }
}
