package io.github.keycloaktwofactor.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.HtmlPage;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and texts that want to be code: of the user, of the realm and of the support, on every page and in what people take away. */
@Tag("fuzz")
final class HostileNamesIT {

    private static final String HOSTILE =
            "\"'>" + Nasty.TAG + " onload=alert(1)>${7331*7331}<#assign a=1>{0}'{1}' :%s\u202ex";

    private static final String USER = "eve\"'>" + Nasty.TAG + ">${7331*7331}{0}";

    private TestRealm realm;
    private final List<HtmlPage> pages = new ArrayList<>();

    @BeforeEach
    void setUp() {
        realm = KeycloakServer.shared().realm().update(Map.of("displayName", HOSTILE));
        // As names from a directory come, which Keycloak does not look at.
        ObjectNode profile = (ObjectNode) realm.rest().get("/users/profile");
        for (JsonNode attribute : profile.path("attributes")) {
            ((ObjectNode) attribute).remove("validations");
        }
        realm.rest().put("/users/profile", profile);
        realm.realmRole(Scenes.EXEMPT)
                .switchOn(Map.of(
                        "requireEveryone",
                        "true",
                        "exemptRoles",
                        Scenes.EXEMPT,
                        "supportText",
                        HOSTILE,
                        "supportUrl",
                        "mailto:a@example.org?subject=%22%3E%3Cx-fuzz%3E"));
    }

    @AfterEach
    void tearDown() {
        realm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "keycloak.v2"})
    void stayWordsOnEveryPageAndInWhatPeopleTakeAway(String theme) {
        realm.loginTheme(theme);
        TestUser user = realm.user(USER).update(Map.of("firstName", HOSTILE, "lastName", HOSTILE));

        BrowserSession browser = realm.browser().watched(pages::add).signIn(USER, TestRealm.PASSWORD);
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        assertThat(app.account()).isEqualTo(USER.replace(':', ' '));
        assertThat(app.issuer()).isEqualTo(HOSTILE.replace(':', ' '));
        assertThat(app.parameters()).containsOnlyKeys("secret", "issuer", "algorithm", "digits", "period");
        browser.press("confirm", Map.of("code", "1"));
        browser.press("confirm", Map.of("code", app.code(realm.server().clock().now())));
        assertSheetsHoldOneLineForEachName(browser.page());
        String recoveryCode = browser.page().text("ol.two-factor-codes li");
        browser.press("continue").press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();

        browser = realm.browser().watched(pages::add).signIn(USER, TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", HOSTILE)).press("recovery").press("verify", Map.of("code", HOSTILE));
        browser.press("verify", Map.of("code", recoveryCode));
        notice();

        assertThat(pages.stream().filter(page -> page.has("[data-two-factor-form]")))
                .hasSizeGreaterThan(7)
                .allSatisfy(page -> {
                    assertThat(page.body()).doesNotContain(Nasty.TAG).doesNotContainPattern(Nasty.RECKONED);
                    assertThat(page.document().select("[onload]")).isEmpty();
                    assertThat(page.text(".two-factor-support")).contains(HOSTILE);
                });
        assertThat(user.credentials("otp")).hasSize(1);
    }

    private void notice() {
        TestUser other = realm.user("other", Scenes.EXEMPT);
        BrowserSession browser = realm.browser().watched(pages::add).signIn("other", TestRealm.PASSWORD);
        other.revoke(Scenes.EXEMPT);
        realm.server().clock().advance(Duration.ofSeconds(301));
        assertThat(browser.openLogin().page().offers("restart")).isTrue();
    }

    private static void assertSheetsHoldOneLineForEachName(HtmlPage page) {
        assertThat(oneLine(new String(file(page, ".txt"), StandardCharsets.UTF_8)))
                .hasSize(2);
        try (PDDocument pdf = Loader.loadPDF(file(page, ".pdf"))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(pdf.getDocumentCatalog().getOpenAction()).isNull();
            assertThat(new PDFTextStripper().getText(pdf)).contains(Nasty.TAG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> oneLine(String sheet) {
        return sheet.lines().filter(line -> line.contains(Nasty.TAG)).toList();
    }

    private static byte[] file(HtmlPage page, String ending) {
        Element link = page.document().selectFirst("a[download$=" + ending + "]");
        assertThat(link).isNotNull();
        assertThat(link.attr("download")).matches("[\\p{L}\\p{M}\\p{N}._-]+").doesNotContain("..");
        return Base64.getDecoder().decode(link.attr("href").replaceFirst(".*;base64,", ""));
    }
}
