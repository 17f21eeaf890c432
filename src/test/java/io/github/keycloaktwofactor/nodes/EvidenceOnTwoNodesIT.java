package io.github.keycloaktwofactor.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakCluster;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a sign-in rests on is one thing for all nodes: taken away at one of them, it counts for nothing at the other. */
@Tag("nodes")
final class EvidenceOnTwoNodesIT {

    private static final String OURS = "TWO_FACTOR_";
    private static final Map<String, String> AGAIN = Map.of("prompt", "login");

    private static KeycloakServer first;
    private static KeycloakServer second;
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        KeycloakCluster cluster = KeycloakCluster.shared();
        first = cluster.first();
        second = cluster.second();
        realm = first.realm().switchOn(Map.of("requireEveryone", "true", "trustedDevices", "DAYS"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void aPasswordThatIsChangedAtOneNodeEndsTheHalfFinishedSignInAtTheOther() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "password");
        BrowserSession begun = person.at(second).codePage();
        String before = passwordDate(person.user().at(realm.at(second)));

        person.user().password("another");
        Await.until(
                "the other node to hear of it",
                () -> passwordDate(person.user().at(realm.at(second))).equals(before)
                        ? Optional.empty()
                        : Optional.of(true));

        begun.press("verify", Map.of("code", person.nextCode()));
        assertThat(Screen.of(begun)).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(person.user().sessions()).hasSize(1);
    }

    @Test
    void anAdministratorsSignOutAtOneNodeEndsTheHalfFinishedSignInAtTheOther() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "signed-out");
        BrowserSession begun = person.at(second).codePage();

        first.clock().advance(Duration.ofSeconds(2));
        person.user().rest().post("/logout", Map.of());
        Await.until(
                "the other node to hear of it",
                () -> person.user()
                                        .at(realm.at(second))
                                        .rest()
                                        .get("")
                                        .path("notBefore")
                                        .asInt()
                                > 0
                        ? Optional.of(true)
                        : Optional.empty());

        begun.press("verify", Map.of("code", person.nextCode()));
        assertThat(Screen.of(begun)).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(person.user().sessions()).isEmpty();
    }

    @Test
    void aSessionOfADeviceThatIsForgottenAtTheOtherNodeIsOver() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "forgotten");
        BrowserSession browser = trusted(person).at(second);
        assertThat(again(person, browser)).isEqualTo(Screen.SIGNED_IN);
        Tokens tokens = browser.tokens();
        assertThat(realm.at(second).refresh(tokens.refreshToken()).ok()).isTrue();

        person.user()
                .credentials("two-factor-trusted-device")
                .forEach(device -> person.user().deleteCredential(device.id()));

        assertThat(realm.at(second).refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.CODE);
    }

    @Test
    void aCopyThatIsNoticedAtOneNodeEndsTheSessionThatItOpenedAtTheOther() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "copied");
        BrowserSession owner = trusted(person);
        first.clock().advance(Duration.ofMinutes(2));
        BrowserSession copy = owner.fork().keepOnlyCookies(OURS).at(second);
        assertThat(again(person, copy)).isEqualTo(Screen.SIGNED_IN);
        Tokens tokens = copy.tokens();
        first.clock().advance(Duration.ofMinutes(2));

        assertThat(again(person, owner)).isEqualTo(Screen.CODE);

        Await.until(
                "the end of the session",
                () -> realm.at(second).refresh(tokens.refreshToken()).ok() ? Optional.empty() : Optional.of(true));
        assertThat(again(person, copy)).isEqualTo(Screen.CODE);
    }

    @Test
    void ofBrowsersThatShowOneTokenOverBothNodesAtOnceNoneIsTrustedAfterwards() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "raced");
        BrowserSession browser = trusted(person);
        List<BrowserSession> copies = IntStream.range(0, 6)
                .mapToObj(i -> browser.fork().keepOnlyCookies(OURS).at(i % 2 == 0 ? first : second))
                .toList();
        copies.forEach(BrowserSession::openLogin);

        Together.run(copies.size(), i -> copies.get(i).signIn(person.user().name(), TestRealm.PASSWORD));

        assertThat(copies)
                .extracting(Screen::of)
                .filteredOn(screen -> screen == Screen.SIGNED_IN)
                .hasSizeLessThanOrEqualTo(1);
        copies.forEach(
                copy -> assertThat(again(person, copy.keepOnlyCookies(OURS))).isNotEqualTo(Screen.SIGNED_IN));
    }

    private static String passwordDate(TestUser user) {
        return user.rest().get("/credentials").findValuesAsText("createdDate").toString();
    }

    private static BrowserSession trusted(EnrolledUser person) {
        BrowserSession browser = person.codePage();
        browser.press("verify", Map.of("code", person.nextCode(), "trustDevice", "true"));
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        return browser;
    }

    /** What the browser shows after the password of another sign-in. */
    private static Screen again(EnrolledUser person, BrowserSession browser) {
        return Screen.of(browser.openLogin(AGAIN).signIn(person.user().name(), TestRealm.PASSWORD));
    }
}
