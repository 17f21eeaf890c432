package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 15 on a server whose login forms have no entry: the exit alone gives no answer, and the decision is made at each of
 * Keycloak's own actions.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExitAloneIT {

    private static final String NO_ENTRY = "--spi-login--freemarker--two-factor=false";
    private static final String REGISTRY = "registry";

    private KeycloakServer server;
    private House house;

    @BeforeAll
    void setUp() {
        server = KeycloakServer.own(
                "exit-alone",
                ServerOptions.h2()
                        .startingSoon()
                        .buildArg("--features=docker")
                        .buildArg(NO_ENTRY)
                        // Older servers ignore it at the build.
                        .arg(NO_ENTRY));
        house = House.on(server);
        house.realm().realmRole("guest");
        house.realm().switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
    }

    @AfterAll
    void tearDown() {
        house.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource
    void aRefusedExitLeavesNothing(Door door, Standing standing) {
        Visitor visitor = standing.at(house, "exit-" + standing.label() + door.label());
        Passage before = door.walk(visitor);
        assumeThat(OtherAction.atTheGuard(before.browser())).isTrue();
        Footprint footprint = new Footprint(visitor, before.browser());

        BrowserSession after = OtherAction.consent(before.browser());

        footprint.assertUnchanged();
        assertThat(Screen.of(after)).as(after.page().text()).isEqualTo(Screen.NOT_SIGNED_IN);
        assertThat(after.page().status()).isEqualTo(403);
        assertThat(after.setCookies()).singleElement().asString().startsWith("KEYCLOAK_IDENTITY=;");
        assertThat(footprint.refusal().detail("two_factor_reason")).isEqualTo("not-passed");
        after.follow("a.two-factor-primary");
        assertThat(Screen.of(after))
                .as("signing in again: " + after.page().text())
                .isIn(Screen.LOGIN, Screen.ACCOUNT_CONSOLE);
    }

    static Stream<Arguments> aRefusedExitLeavesNothing() {
        return Stream.concat(
                Stream.of(Standing.values())
                        .flatMap(standing -> Stream.of(Answer.values()).map(door -> Arguments.of(door, standing))),
                Stream.of(BrowserDoor.values())
                        .filter(door -> !door.silent() && door != BrowserDoor.DOCKER)
                        .map(door -> Arguments.of(door, Standing.ENROLLED)));
    }

    /** The cookie of a sign-in names a session that its owner may begin later. */
    @Test
    void nothingOfARefusedSignInCountsOnceTheOwnerHasSignedIn() {
        Visitor visitor = house.enrolled("kept");
        BrowserSession refused = visitor.password(visitor.browser(), House.BARE, Map.of());
        String sign = refused.cookie("AUTH_SESSION_ID").orElseThrow();
        OtherAction.consent(refused);
        assertThat(Screen.of(refused)).isEqualTo(Screen.NOT_SIGNED_IN);

        BrowserSession owner = visitor.browser();
        owner.plantCookie("AUTH_SESSION_ID", sign);
        owner.open(house.realm().authUrl(House.BARE, Map.of())).signIn(visitor.name(), TestRealm.PASSWORD);
        assertThat(Passage.of(owner).type(visitor.code()).kind()).isEqualTo(Kind.LET_IN);

        assertThat(refused.openLogin(Map.of("prompt", "none")).callback()).containsEntry("error", "login_required");
    }

    @Test
    void aSessionFromBeforeIsNotUsedAgainByThatBrowser() {
        Visitor visitor = house.enrolled("sso");
        Passage before = BrowserDoor.COOKIE.walk(visitor);
        assertThat(before.kind()).isEqualTo(Kind.ASKED);

        OtherAction.consent(before.browser());

        assertThat(Screen.of(before.browser())).isEqualTo(Screen.NOT_SIGNED_IN);
        assertThat(before.browser().cookie("KEYCLOAK_IDENTITY")).isEmpty();
        assertThat(Passage.of(before.browser().openLogin()).kind()).isEqualTo(Kind.FIRST_FACTOR);
    }

    @ParameterizedTest
    @EnumSource
    void aPageThatIsPostedLaterDoesNothing(ParkedPage page) {
        assumeThat(page.existsIn(house)).isTrue();
        ParkedPage.Attempt attempt = page.attempt(house);

        assertThat(attempt.after().kind()).as(attempt.after().toString()).isEqualTo(Kind.ASKED);
        attempt.assertUnchanged();
    }

    @Test
    void aRegistryIsAnsweredOnlyForWhomTheGuardDoesNotAsk() {
        Visitor enrolled = house.enrolled("docker-enrolled");
        house.realm().user("docker-free", "guest");

        assertThat(registry("docker-free").body()).contains("\"token\"");
        assertThat(registry(enrolled.name()).body()).doesNotContain("\"token\"");
        assertThat(enrolled.user().sessions()).isEmpty();
    }

    private HttpResponse<String> registry(String name) {
        String basic =
                Base64.getEncoder().encodeToString((name + ":" + TestRealm.PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(house.realm()
                                        .url("/protocol/docker-v2/auth?service=" + REGISTRY + "&account=" + name)))
                                .header("Authorization", "Basic " + basic)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    @Test
    void theLogSaysWhatIsInPlaceAndTheOptionGivesTheFormsBack() {
        assertThat(server.logText())
                .contains("Two-Factor stands in for the login protocol openid-connect")
                .contains("Two-Factor stands in for the login protocol saml")
                .contains("Two-Factor stands in for the login protocol docker-v2")
                .doesNotContain("Two-Factor stands in for the login forms");
        assertThat(KeycloakServer.shared().logText()).contains("Two-Factor stands in for the login forms freemarker");
    }
}
