package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.microsoft.playwright.options.WaitUntilState;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a browser keeps of keys and codes once their page is left: nothing. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecretsInBrowserIT {

    /** How a browser is set up. */
    enum Kind {
        STANDARD(ChromiumOptions.standard()),
        /** With the cache that keeps whole pages for the Back button alive, as people have it. */
        KEEPING_PAGES(ChromiumOptions.standard().keepingPages()),
        WITHOUT_JAVASCRIPT(ChromiumOptions.standard().withoutJavaScript());

        private final ChromiumOptions options;

        Kind(ChromiumOptions options) {
            this.options = options;
        }
    }

    private static final String CODES = "ol.two-factor-codes li";

    private static final String KEY = "a[href^=otpauth]";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @OwnRealm("requireEveryone=true")
    private TestRealm realm;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void backShowsNeitherTheKeyNorTheCodes(Kind kind) {
        Page page = keyPage("back-" + kind, kind.options);
        AuthenticatorApp app = scanned(page);
        String key = app.parameters().get("secret");
        confirm(page, app);
        List<String> codes = page.locator(CODES).allTextContents();
        assertThat(codes).hasSize(8);
        assertThat(page.content()).doesNotContain(key);

        back(page);
        assertHoldsNeither(page, codes, key);
        forward(page);
        assertHoldsNeither(page, codes, key);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void backAfterContinueShowsNoCodes(Kind kind) {
        Page page = keyPage("continue-" + kind, kind.options);
        AuthenticatorApp app = scanned(page);
        confirm(page, app);
        List<String> codes = page.locator(CODES).allTextContents();
        assertThat(codes).hasSize(8);
        page.locator("[name=saved]").check();
        page.locator("[name=do][value=continue]").click();
        chromium.awaitSignedIn(page);
        assertThat(page.evaluate("document.referrer")).isEqualTo("");

        for (int steps = 0; steps < 3; steps++) {
            back(page);
            assertHoldsNeither(page, codes, app.parameters().get("secret"));
        }
    }

    @Test
    void nothingIsStoredSentToASpellCheckerOrTranslated() {
        Page page = keyPage("stored", ChromiumOptions.standard());
        AuthenticatorApp app = scanned(page);
        assertPrivate(page.locator("#two-factor-key"));
        assertPrivate(page.locator("#two-factor-code"));
        assertThat(page.locator("#two-factor-code").getAttribute("autocomplete"))
                .isEqualTo("one-time-code");
        assertNothingStored(page);

        confirm(page, app);
        for (Locator code : page.locator(CODES + " code").all()) {
            assertPrivate(code);
        }
        assertNothingStored(page);
        page.locator("[name=saved]").check();
        page.locator("[name=do][value=continue]").click();
        chromium.awaitSignedIn(page);

        page.context().clearCookies();
        page.navigate(realm.authUrl("app", Map.of()));
        chromium.signIn(page, "stored", TestRealm.PASSWORD);
        assertPrivate(page.locator("#two-factor-code"));
        page.locator("[name=do][value=recovery]").click();
        page.locator("#two-factor-code[autocomplete=off]").waitFor();
        assertPrivate(page.locator("#two-factor-code"));
        assertNothingStored(page);
        assertThat(chromium.complaints()).isEmpty();
    }

    private Page keyPage(String name, ChromiumOptions options) {
        realm.user(name.toLowerCase(java.util.Locale.ROOT));
        Page page = chromium.page(options);
        page.navigate(realm.authUrl("app", Map.of()));
        chromium.signIn(page, name.toLowerCase(java.util.Locale.ROOT), TestRealm.PASSWORD);
        // Without JavaScript it is hidden until the server has noted the press.
        page.locator(KEY).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        return page;
    }

    private static AuthenticatorApp scanned(Page page) {
        return AuthenticatorApp.ofUri(page.locator(KEY).getAttribute("href"));
    }

    private void confirm(Page page, AuthenticatorApp app) {
        page.locator("#two-factor-code").fill(app.code(realm.server().clock().now()));
        page.locator("[name=do][value=confirm]").click();
        page.locator(CODES).first().waitFor();
    }

    private static void back(Page page) {
        travel(() -> page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT)));
    }

    private static void forward(Page page) {
        travel(() -> page.goForward(new Page.GoForwardOptions().setWaitUntil(WaitUntilState.COMMIT)));
    }

    /** Where the page came of a post, the browser asks whether to send it again instead of showing what it has not kept. */
    private static void travel(Runnable step) {
        try {
            step.run();
        } catch (PlaywrightException asksFirst) {
            assertThat(asksFirst).hasMessageContaining("ERR_CACHE_MISS");
        }
    }

    private static void assertHoldsNeither(Page page, List<String> codes, String key) {
        // A page that came to life again loads itself afresh; until then, too, it must not show what it showed.
        for (int looks = 0; looks < 5; looks++) {
            assertThat(content(page)).as(page.url()).doesNotContain(codes).doesNotContain(key);
        }
        assertThat(page.url()).doesNotContain(key);
    }

    private static String content(Page page) {
        return Await.until("a page at rest", () -> {
            try {
                return Optional.of(page.content());
            } catch (PlaywrightException onTheMove) {
                return Optional.empty();
            }
        });
    }

    private static void assertPrivate(Locator place) {
        assertThat(place.getAttribute("spellcheck")).isEqualTo("false");
        assertThat(place.getAttribute("translate")).isEqualTo("no");
    }

    private static void assertNothingStored(Page page) {
        assertThat(page.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
        assertThat(page.evaluate("indexedDB.databases().then(all => all.length)"))
                .isEqualTo(0);
    }
}
