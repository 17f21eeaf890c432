package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitUntilState;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people meet when something goes wrong, makes them wait or is done: that it is on the screen, can be pressed, and
 * leads on. Measured on the rendered page.
 */
@Tag("browser")
@Tag("pictures")
final class WaysOnIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String UNKNOWN_CODE = "ZZZZ-ZZZ0";
    private static final int LAPTOP_WIDTH = 1280;
    private static final int LAPTOP_HEIGHT = 720;
    private static final int ZOOMED_WIDTH = 320;
    private static final int ZOOMED_HEIGHT = 256;

    /** What a finger wants, in CSS pixels. */
    private static final int TOUCH = 44;

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("displayName", "Acme"))
                .realmRole("staff")
                .languages("en", "ar", "de")
                .switchOn(Map.of(
                        "requiredRoles", "staff",
                        "trustedDevices", "DAYS",
                        "supportText", "Call the service desk, 555-0100.",
                        "supportUrl", "https://help.acme.example/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void eightCodesAndTheWayOnFitASmallLaptop(String theme) {
        Page page = newCodes(theme, "fits", ChromiumOptions.standard().size(LAPTOP_WIDTH, LAPTOP_HEIGHT));
        chromium.shot(page, "ways-on/codes-" + theme);

        assertThat(page.locator("ol#two-factor-codes li")).hasCount(8);
        BoundingBox onward = box(page.locator("button[value=continue]"));
        assertThat(onward.y + onward.height).isLessThanOrEqualTo(LAPTOP_HEIGHT);
        assertThat(page.locator(".two-factor-grid > *").allInnerTexts())
                .containsExactly("Download (.txt)", "Print", "Copy all codes", "PDF");
        List<BoundingBox> grid = page.locator(".two-factor-grid > *").all().stream()
                .map(WaysOnIT::box)
                .toList();
        assertThat(grid)
                .extracting(box -> box.y)
                .containsExactly(grid.get(0).y, grid.get(0).y, grid.get(2).y, grid.get(2).y);
        assertThat(grid)
                .extracting(box -> box.x)
                .containsExactly(grid.get(0).x, grid.get(1).x, grid.get(0).x, grid.get(1).x);
        assertThat(page.getByText("Keep them where you can reach them without this phone."))
                .isHidden();
    }

    @Test
    void theLanguageMenuAsksNothingAndLeavingDoes() {
        Page page = newCodes("keycloak.v2", "tongues", ChromiumOptions.standard());
        List<String> asked = new ArrayList<>();
        page.onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.accept();
        });
        List<String> codes = page.locator("ol#two-factor-codes code").allInnerTexts();
        page.locator("#two-factor-panel").click();

        page.locator("#login-select-toggle")
                .selectOption(page.locator("#login-select-toggle option[value*='kc_locale=de']")
                        .getAttribute("value"));
        assertThat(page.locator(".two-factor")).hasAttribute("lang", "de");
        assertThat(page.locator("ol#two-factor-codes code").allInnerTexts()).isEqualTo(codes);
        assertThat(asked).isEmpty();

        page.locator("#two-factor-panel").click();
        page.navigate(realm.callbackUrl());
        assertThat(asked).containsExactly("beforeunload");
    }

    @Test
    void theLanguageMenuOfTheOldThemeAsksNothingEither() {
        Page page = newCodes("keycloak", "old-tongues", ChromiumOptions.standard());
        List<String> asked = new ArrayList<>();
        page.onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.accept();
        });
        page.locator("#two-factor-panel").click();

        page.locator("#kc-current-locale-link").click();
        page.locator("#kc-locale a")
                .filter(new Locator.FilterOptions().setHasText("Deutsch"))
                .click();
        assertThat(page.locator(".two-factor")).hasAttribute("lang", "de");
        assertThat(asked).isEmpty();
    }

    @Test
    void backAfterNewCodesDoesNotOfferToKeepDeadOnes() {
        Enrolled owner = Enrolled.saving(realm, "returns", "staff");
        Page page = chromium.page(ChromiumOptions.standard().keepingPages());
        page.onDialog(Dialog::accept);
        PageReader person = signIn(page, "keycloak.v2", owner, Map.of("kc_action", "two-factor-recovery-codes"));
        passes(person, owner);
        person.arrivesAt("Regenerate recovery codes")
                .press("Generate new codes")
                .reads("New recovery codes are ready. Your old codes no longer work.");

        page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(page.getByText("Your earlier list no longer works.")).isVisible();
        assertThat(person.button("Keep my current codes")).hasCount(0);
        assertThat(page.getByText("UTC")).hasCount(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aRefusedRecoveryCodeStaysToBeMended(String theme) {
        Enrolled owner = Enrolled.saving(realm, name("mends", theme), "staff");
        Page page = chromium.page();
        PageReader person = signIn(page, theme, owner, Map.of());
        String code = owner.codes().get(0);
        String slip = code.substring(0, 8);
        person.press("Lost your phone? Use a recovery code")
                .type("Recovery code", slip)
                .press("Use recovery code")
                .reads("Enter a recovery code from your list. It looks like XXXX-XXXX.");

        assertThat(person.field("Recovery code")).isFocused();
        assertThat(person.field("Recovery code")).hasValue(slip);
        assertThat(page.evaluate("() => [document.activeElement.selectionStart, document.activeElement.selectionEnd]"))
                .isEqualTo(List.of(0, slip.length()));
        page.keyboard().press("End");
        page.keyboard().type(code.substring(8));
        page.keyboard().press("Enter");
        person.arrivesAt("You signed in with a recovery code");
    }

    @Test
    void aCodeWithTheNumberOfTheListIsACode() {
        Enrolled owner = Enrolled.saving(realm, "pastes", "staff");
        PageReader person = signIn(chromium.page(), "keycloak.v2", owner, Map.of());

        person.press("Lost your phone? Use a recovery code")
                .type("Recovery code", " 3.  " + owner.codes().get(2))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code");
    }

    @Test
    void aOneTimePasswordNeverComesBack() {
        Enrolled owner = Enrolled.saving(realm, "app-only", "staff");
        PageReader person = signIn(chromium.page(), "keycloak.v2", owner, Map.of());
        person.type("Authenticator code", owner.firstCode())
                .press("Verify and sign in")
                .reads("That code has already been used, or a newer one has. Wait for the next code.");
        assertThat(person.field("Authenticator code")).hasValue("");

        person.press("Lost your phone? Use a recovery code")
                .type("Recovery code", owner.firstCode())
                .press("Use recovery code");
        assertThat(person.page().locator("#two-factor-error")).isVisible();
        assertThat(person.field("Recovery code")).hasValue("");
    }

    @ParameterizedTest
    @CsvSource({"keycloak.v2, en", "keycloak, en", "keycloak.v2, ar"})
    void theHeadlineOfAnErrorIsOnTheScreenAtFourHundredPercent(String theme, String language) {
        Enrolled owner = Enrolled.saving(realm, name("zooms-" + language, theme), "staff");
        Page page = chromium.page(
                ChromiumOptions.standard().size(ZOOMED_WIDTH, ZOOMED_HEIGHT).locale(language));
        PageReader person = signIn(page, theme, owner, Map.of());
        page.locator("#two-factor-code").fill(owner.app().wrong(SERVER.clock().now()));
        page.locator("[value=verify]").click();
        seesWhatIsWrong(page, "code-" + theme + "-" + language);

        page.locator("[value=recovery]").click();
        page.locator("#two-factor-code").fill(UNKNOWN_CODE);
        page.locator("[value=verify]").click();
        seesWhatIsWrong(person.page(), "recovery-" + theme + "-" + language);
    }

    private void seesWhatIsWrong(Page page, String picture) {
        assertThat(page.locator("#two-factor-error")).hasCount(1);
        page.waitForFunction("() => document.activeElement.id === 'two-factor-code'");
        page.waitForFunction("() => scrollY > 0");
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/ways-on/zoomed-" + picture + ".png")));
        BoundingBox headline = box(page.locator("#two-factor-error .two-factor-strong"));
        BoundingBox field = box(page.locator("#two-factor-code"));
        assertThat(headline.y).as("headline").isGreaterThanOrEqualTo(0);
        assertThat(field.y + field.height).as("field").isLessThanOrEqualTo(ZOOMED_HEIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void inAWaitTheButtonIsOffAndTheWayOutIsInTheNotice(String theme) {
        Enrolled owner = Enrolled.saving(realm, name("waits", theme), "staff");
        Page page = chromium.page();
        page.clock().install();
        PageReader person = signIn(page, theme, owner, Map.of());
        String wrong = owner.app().wrong(SERVER.clock().now());
        for (int i = 0; i < 6; i++) {
            assertThat(page.locator("[value=verify]")).isEnabled();
            person.type("Authenticator code", wrong);
            page.locator("[value=verify]").click();
            assertThat(page.locator("#two-factor-error, #two-factor-wait")).isVisible();
        }
        person.reads("You can still use a recovery code.");
        assertThat(page).hasTitle("Error: Two-factor verification – Acme");
        assertThat(page.locator("[value=verify]")).hasAttribute("aria-disabled", "true");
        assertThat(page.locator(".two-factor-notice [value=recovery]")).isVisible();
        assertThat(page.locator("[value=recovery]")).hasCount(1);
        chromium.shot(page, "ways-on/wait-" + theme);
        String before = page.url();
        page.evaluate("() => { window.here = true }");
        person.field("Authenticator code").fill("123456");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("() => window.here")).as("nothing was sent").isEqualTo(true);
        assertThat(page.url()).isEqualTo(before);

        page.clock().fastForward(31_000);
        person.reads("You can try again now.").doesNotRead("You can still use a recovery code.");
        assertThat(page).hasTitle("Two-factor verification – Acme");
        assertThat(page.locator("[value=verify]")).not().hasAttribute("aria-disabled", "true");
        assertThat(page.locator(".two-factor-notice")).hasClass("two-factor-notice two-factor-info");
        assertThat(page.locator(".two-factor-notice > svg:visible")).hasCount(1);
        chromium.shot(page, "ways-on/wait-over-" + theme);
        person.press("Lost your phone? Use a recovery code").arrivesAt("Use a recovery code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aFingerHitsEveryControl(String theme) {
        Page page = chromium.page(ChromiumOptions.standard().size(390, 844));
        byFinger(page);
        realm.loginTheme(theme);
        String name = name("touches", theme);
        realm.user(name, "staff");
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")));
        chromium.signIn(page, name, TestRealm.PASSWORD);
        var app = person.scans();
        person.type("6-digit code", app.code(SERVER.clock().now()));
        page.locator("[value=confirm]").click();
        person.reads("Keep them where you can reach them without this phone.");
        List<String> codes = page.locator("ol#two-factor-codes code").allInnerTexts();
        isHit(page, "codes-" + theme);
        person.tick("I have saved these codes somewhere safe").press("Continue");
        assertThat(page.locator(".two-factor-badge-enabled")).isVisible();
        isHit(page, "card-" + theme);

        Enrolled owner = new Enrolled(name, app, codes, "");
        page.context().clearCookies();
        signIn(page, theme, owner, Map.of());
        isHit(page, "code-" + theme);
        person.press("Lost your phone? Use a recovery code").arrivesAt("Use a recovery code");
        isHit(page, "recovery-" + theme);
        person.type("Recovery code", codes.get(0)).press("Use recovery code");
        person.arrivesAt("You signed in with a recovery code");
        isHit(page, "recovered-" + theme);
    }

    @Test
    void everyControlOfTheThemeHasAName() {
        Enrolled owner = Enrolled.saving(realm, "named", "staff");
        Page page = chromium.page();
        PageReader person = signIn(page, "keycloak.v2", owner, Map.of());
        assertThat(person.field("User name")).hasValue("named");
        assertThat(page.getByRole(
                        AriaRole.COMBOBOX,
                        new Page.GetByRoleOptions().setName("Language").setExact(true)))
                .isVisible();

        Page arabic = chromium.page(ChromiumOptions.standard().locale("ar"));
        signIn(arabic, "keycloak.v2", owner, Map.of());
        assertThat(arabic.locator("#login-select-toggle")).hasAttribute("aria-label", "اللغة");
        assertThat(arabic.locator("#kc-attempted-username")).hasAttribute("aria-label", "اسم المستخدم");
    }

    @Test
    void whoComesForTheCardReadsWhyACodeIsAskedForAndWhose() {
        Enrolled owner = Enrolled.saving(realm, "manages", "staff");
        Page page = chromium.page();
        PageReader person = signIn(page, "keycloak.v2", owner, Map.of());
        person.tick("Don't ask again on this device for 30 days");
        passes(person, owner);
        chromium.awaitSignedIn(page);

        person.open(realm.authUrl("app", Map.of("prompt", "login")))
                .type("Password", TestRealm.PASSWORD)
                .press("Sign In");
        chromium.awaitSignedIn(page);
        person.open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")))
                .reads("Confirm it's you to manage two-factor for manages.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theCardIsQuietAndEachHappeningHasTwoLines(String theme) {
        Enrolled owner = Enrolled.saving(realm, name("quiet", theme), "staff");
        Page page = chromium.page();
        PageReader person = signIn(page, theme, owner, Map.of("kc_action", "two-factor-setup"));
        passes(person, owner);
        person.reads("Enabled").doesNotRead("Trusted devices", "You have no trusted devices.");
        Locator box = page.locator("#two-factor-disable");
        assertThat(box).hasCSS("background-color", "rgba(0, 0, 0, 0)");
        assertThat(box).hasCSS("border-inline-start-width", "0px");
        page.locator("#two-factor-activity summary").click();
        for (Locator row : page.locator(".two-factor-rows li").all()) {
            List<BoundingBox> lines = row.locator(":scope > span").all().stream()
                    .map(WaysOnIT::box)
                    .toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1).y).isGreaterThanOrEqualTo(lines.get(0).y + lines.get(0).height);
            assertThat(lines.get(1).height).as("one line").isLessThan(30);
        }
        box.locator("summary").click();
        assertThat(box).not().hasCSS("background-color", "rgba(0, 0, 0, 0)");
        chromium.shot(page, "ways-on/card-disable-" + theme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aNewAppOnTheWayThroughASignInEndsOnAShortPage(String theme) {
        Enrolled owner = Enrolled.saving(realm, name("lost", theme), "staff");
        realm.updateClient("app", Map.of("name", "Acme Portal"));
        try {
            Page page = chromium.page(ChromiumOptions.standard().size(LAPTOP_WIDTH, LAPTOP_HEIGHT));
            Camera camera = new Camera(chromium, page, theme, List.of(SERVER.baseUrl() + "/", realm.callbackUrl()));
            PageReader person = signIn(page, theme, owner, Map.of());
            person.press("Lost your phone? Use a recovery code")
                    .type("Recovery code", owner.codes().get(0))
                    .press("Use recovery code")
                    .arrivesAt("You signed in with a recovery code")
                    .reads("Otherwise you'll need another recovery code next time.");
            assertThat(person.button("Not now, continue to Acme Portal")).isVisible();
            assertThat(page.locator(".two-factor-primary")).hasCount(1);
            camera.glance("after-recovery-named");
            person.press("Set up a new authenticator app");
            person.type("6-digit code", person.scans().code(SERVER.clock().now()));
            page.locator("[value=confirm]").click();

            person.arrivesAt("Your new app is ready")
                    .reads("Two entries for Acme in your app? Delete the older one.", "7 of 8 recovery codes left");
            page.setViewportSize(LAPTOP_WIDTH, LAPTOP_HEIGHT);
            assertThat(page.locator(".two-factor-primary")).hasCount(1);
            BoundingBox onward = box(person.button("Continue to Acme Portal"));
            assertThat(onward.y + onward.height).isLessThanOrEqualTo(LAPTOP_HEIGHT);
            camera.glance("done-replaced");
            person.press("Continue to Acme Portal");
            chromium.awaitSignedIn(page);
            assertThat(chromium.complaints()).isEmpty();
        } finally {
            realm.updateClient("app", Map.of("name", ""));
        }
    }

    private Page newCodes(String theme, String user, ChromiumOptions options) {
        realm.loginTheme(theme);
        String name = name(user, theme);
        realm.user(name, "staff");
        Page page = chromium.page(options);
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of()));
        chromium.signIn(page, name, TestRealm.PASSWORD);
        person.type("6-digit code", person.scans().code(SERVER.clock().now()));
        page.locator("[value=confirm]").click();
        person.arrivesAt("Recovery codes");
        return page;
    }

    private PageReader signIn(Page page, String theme, Enrolled owner, Map<String, String> more) {
        realm.loginTheme(theme);
        PageReader person = new PageReader(page).open(realm.authUrl("app", more));
        chromium.signIn(page, owner.name(), TestRealm.PASSWORD);
        assertThat(page.locator("#two-factor-challenge")).isVisible();
        return person;
    }

    private static void passes(PageReader person, Enrolled owner) {
        person.type("Authenticator code", owner.app().code(SERVER.clock().awaitStepStart(30)))
                .press("Verify and sign in");
    }

    private static String name(String name, String theme) {
        return name + "-" + theme.replace(".", "-");
    }

    private static BoundingBox box(Locator place) {
        return Objects.requireNonNull(place.boundingBox());
    }

    private static void byFinger(Page page) {
        JsonObject touch = new JsonObject();
        touch.addProperty("enabled", true);
        page.context().newCDPSession(page).send("Emulation.setTouchEmulationEnabled", touch);
    }

    /** Everything that can be pressed is as large as a fingertip; a box by its label. */
    private void isHit(Page page, String picture) {
        assertThat(page.evaluate("() => matchMedia('(pointer: coarse)').matches"))
                .isEqualTo(true);
        assertThat(page.evaluate("""
                least => Array.from(document.querySelectorAll(".two-factor :is(button, a, summary, input)"))
                  .map((control) => control.type === "checkbox" ? control.closest("label") : control)
                  .filter((control) => control.checkVisibility())
                  .map((control) => [control.textContent.trim() || control.id, control.getBoundingClientRect()])
                  .filter(([name, box]) => box.height < least || box.width < least)
                  .map(([name, box]) => name + " " + box.width + " × " + box.height)""", TOUCH)).as(picture).isEqualTo(List.of());
        // A picture of the whole page ends the emulation.
        chromium.shot(page, "ways-on/touch-" + picture);
        byFinger(page);
    }
}
