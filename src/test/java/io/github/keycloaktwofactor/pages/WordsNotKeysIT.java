package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keycloak looks up by an id of ours is a word wherever people read it: in mails, on its pages, in its consoles. */
@Tag("fast")
final class WordsNotKeysIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final List<String> ACTIONS =
            List.of("two-factor-policy", "two-factor-setup", "two-factor-recovery-codes");
    private static final MailServer MAIL = MailServer.start();

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.switchOn(Map.of());
        realm.update(Map.of("smtpServer", MAIL.settings()));
        realm.languages(bundles().map(Bundle::language).toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        MAIL.close();
    }

    static Stream<Bundle> bundles() {
        return Bundle.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void anAdministratorsMailAndThePageOfItsLinkNameOurActionsInTheUsersLanguage(Bundle bundle) {
        String name = "mailed-" + bundle.language().toLowerCase(Locale.ROOT);
        TestUser user = realm.user(name).update(Map.of("attributes", Map.of("locale", List.of(bundle.language()))));

        user.rest().put("/execute-actions-email", ACTIONS);

        List<String> parts = MAIL.parts(name);
        assertThat(parts).hasSize(2).allSatisfy(part -> {
            String text = Jsoup.parse(part).text();
            assertThat(text).doesNotContain("requiredAction.");
            if (namesActionsInMails(bundle)) {
                assertNames(bundle, text);
            }
        });
        BrowserSession browser = realm.browser().language(bundle.language()).open(MAIL.link(name));
        assertNames(bundle, browser.page().text());
    }

    /** Keycloak 26.4 has these two mails of its own without a word of what is asked for. */
    private static boolean namesActionsInMails(Bundle bundle) {
        return !SERVER.version().startsWith("26.4.") || !List.of("uk", "zh-CN").contains(bundle.language());
    }

    private static void assertNames(Bundle bundle, String text) {
        assertThat(text).doesNotContain("requiredAction.");
        for (String action : ACTIONS) {
            assertThat(text).contains(bundle.text("requiredAction." + action));
        }
    }

    /** A provider's messages reach every type of theme, so that each console has them. */
    @ParameterizedTest
    @ValueSource(strings = {"login", "email", "account", "admin"})
    void theBundlesOfEveryThemeTypeHaveTheWords(String type) throws IOException {
        Map<String, String> messages = new HashMap<>();
        JsonNode shown = new ObjectMapper()
                .readTree(URI.create(SERVER.baseUrl() + "/resources/" + realm.name() + "/" + type + "/de")
                        .toURL());
        shown.forEach(message ->
                messages.put(message.path("key").asText(), message.path("value").asText()));

        Bundle german = Bundle.of("de");
        assertThat(messages)
                .containsEntry("requiredAction.two-factor-setup", german.raw("requiredAction.two-factor-setup"))
                .containsEntry(
                        "two-factor-identity-provider-display-name",
                        german.raw("two-factor-identity-provider-display-name"));
    }
}
