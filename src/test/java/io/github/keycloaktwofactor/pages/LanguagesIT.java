package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every language that has a bundle is reached by the menu that the theme draws. */
@Tag("fast")
class LanguagesIT {

    private static final String KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String DEVICE_LINK = "a[href^=otpauth]";

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff"));
        realm.languages(bundles().map(Bundle::language).toArray(String[]::new));
    }

    static Stream<Bundle> bundles() {
        return Bundle.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void theMenuLeadsToTheChallengeInThatLanguage(Bundle bundle) {
        String name = "asked-" + bundle.language().toLowerCase(Locale.ROOT);
        realm.user(name).importOtp(KEY);
        Bundle before = another(bundle);
        BrowserSession browser = realm.browser().language(before.language()).signIn(name, TestRealm.PASSWORD);
        assertThat(browser.page().text()).contains(before.text("two-factor-challenge-title"));

        choose(browser, bundle);

        assertShows(browser.page(), bundle, "two-factor-challenge-title");
        assertThat(browser.page().text()).contains(bundle.text("two-factor-challenge-lead"));
        assertThat(browser.page().attribute("#two-factor-code", "dir")).isEqualTo("ltr");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void theMenuLeadsToTheSetUpInThatLanguageAndTheKeyStays(Bundle bundle) {
        String name = "starts-" + bundle.language().toLowerCase(Locale.ROOT);
        realm.user(name, "staff");
        BrowserSession browser =
                realm.browser().language(another(bundle).language()).signIn(name, TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);

        choose(browser, bundle);

        assertShows(browser.page(), bundle, "two-factor-setup-title");
        assertThat(browser.page().text()).contains(bundle.text("two-factor-setup-add-text"));
        assertThat(browser.page().attribute(DEVICE_LINK, "href"))
                .contains(app.parameters().get("secret"));
        assertThat(browser.page().attribute("#two-factor-key", "dir")).isEqualTo("ltr");

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertShows(browser.page(), bundle, "two-factor-codes-title");
        assertThat(browser.page().document().select("ol.two-factor-codes li code"))
                .hasSize(8)
                .allMatch(code -> code.attr("dir").equals("ltr"));
    }

    private static Bundle another(Bundle bundle) {
        return Bundle.of(bundle.language().equals("en") ? "de" : "en");
    }

    private static void assertShows(HtmlPage page, Bundle bundle, String title) {
        String direction = bundle.language().equals("ar") ? "rtl" : "ltr";
        assertThat(page.text()).contains(bundle.text(title));
        assertThat(page.attribute("html", "lang")).isEqualTo(bundle.language());
        assertThat(page.attribute("html", "dir")).isEqualTo(direction);
        assertThat(page.attribute(".two-factor", "lang")).isEqualTo(bundle.language());
    }

    private static void choose(BrowserSession browser, Bundle bundle) {
        Pattern inThatLanguage = Pattern.compile("[?&]kc_locale=" + bundle.language() + "(&|$)");
        String address = browser.page().document().select("#login-select-toggle option").stream()
                .map(Element::val)
                .filter(inThatLanguage.asPredicate())
                .findFirst()
                .orElseThrow(() -> new AssertionError(bundle.language() + " is not in the menu"));
        browser.open(browser.page().uri().resolve(address).toString());
    }
}
