package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.StepUpFlow;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 13: the cookie of a trusted device: what it buys, to whom, and how often. */
final class TrustedDeviceIT {

    private static final String BOX = "input[name=trustDevice]";
    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.switchOn(Map.of("trustedDevices", "DAYS"));
        realm.realmRole("admin");
        realm.client("bare", Map.of());
        realm.flows().bindPasswordOnly("bare");
    }

    @BeforeEach
    void policy() {
        assertThat(realm.configure(Map.of("trustedDevices", "DAYS")).ok()).isTrue();
    }

    @Test
    void aRememberedBrowserIsSparedTheCodeAtTheStepAndAtTheGuard() {
        TrustingPerson alice = TrustingPerson.of(realm, "spared");
        BrowserSession browser = alice.trusted();

        assertThat(alice.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(new TrustingPerson(alice.person(), "bare").after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(alice.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.events("LOGIN"))
                .filteredOn(event -> event.userId().equals(alice.person().user().id()))
                .extracting(event -> event.detail("two_factor"))
                .containsExactly("trusted-device", "trusted-device", "trusted-device", "totp");
    }

    @Test
    void itCanBeRememberedOnTheGuardsPageToo() {
        TrustingPerson person = new TrustingPerson(EnrolledUser.imported(realm, "at-guard"), "bare");
        BrowserSession browser = person.trusted();

        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(new TrustingPerson(person.person(), "app").after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aCounterMovesOnWhereItsCodeComesWithATick() {
        TestUser user = realm.user("hotp");
        AuthenticatorApp token = user.importOtp(OtpSpec.hotp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 5));
        BrowserSession browser = realm.browser().signIn("hotp", TestRealm.PASSWORD);

        browser.press("verify", Map.of("code", token.hotp(5), "trustDevice", "true"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(TrustingPerson.cookies(browser)).hasSize(1);
        assertThat(user.credentials("otp")
                        .get(0)
                        .credentialData()
                        .path("counter")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void rememberingIsAnEventAndARow() {
        TrustingPerson person = TrustingPerson.of(realm, "event");
        person.trusted();

        TestEvent event = realm.awaitEvent(
                "UPDATE_CREDENTIAL", each -> person.person().user().id().equals(each.userId()));
        assertThat(event.detail("credential_type")).isEqualTo("two-factor-trusted-device");
        assertThat(event.detail("two_factor_change")).isEqualTo("device");
        List<Credential> rows = person.person().user().credentials("two-factor-trusted-device");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).json().toString()).doesNotContain("bond", "secretData");
    }

    @Test
    void theCookieIsForOneRealmAloneAndOutOfReachOfScripts() {
        TrustingPerson person = TrustingPerson.of(realm, "attributes");
        BrowserSession browser = person.password(realm.browser());
        browser.postRaw(
                browser.action("verify"),
                "application/x-www-form-urlencoded",
                "do=verify&trustDevice=true&code=" + person.person().code());

        assertThat(browser.setCookies())
                .filteredOn(header -> header.startsWith("TWO_FACTOR_DEVICE_"))
                .singleElement()
                .asString()
                .matches("TWO_FACTOR_DEVICE_[0-9a-f]{16}=[0-9a-f-]{36}\\.[A-Za-z0-9_-]{43};.*")
                .contains("Path=/realms/" + realm.name() + "/", "Max-Age=2592000", "Secure", "HttpOnly")
                .contains("SameSite=Lax");
        assertThat(browser.page().body()).doesNotContain(TrustingPerson.token(browser));
    }

    @Test
    void theBoxIsNotTickedAndOffersWhatThePolicySays() {
        TrustingPerson person = TrustingPerson.of(realm, "box");
        BrowserSession browser = person.password(realm.browser());
        assertThat(browser.page().has(BOX)).isTrue();
        assertThat(browser.page().has(BOX + "[checked]")).isFalse();
        assertThat(browser.page().text()).contains("Don't ask again on this device for 30 days");
        browser.press("verify", Map.of("code", person.person().wrongCode(), "trustDevice", "true"));
        assertThat(browser.page().has(BOX + "[checked]")).isTrue();

        assertThat(realm.configure(Map.of("trustedDevices", "UNTIL_SIGN_OUT")).ok())
                .isTrue();
        browser.press("verify", Map.of("code", ""));
        assertThat(browser.page().text()).contains("Don't ask again on this device until I sign out");

        assertThat(realm.configure(Map.of("trustedDevices", "OFF")).ok()).isTrue();
        browser.press("verify", Map.of("code", person.person().code(), "trustDevice", "true"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(TrustingPerson.cookies(browser)).isEmpty();
    }

    @Test
    void withoutTheTickNothingIsRemembered() {
        TrustingPerson person = TrustingPerson.of(realm, "no-tick");
        BrowserSession browser = person.person().signIn();

        assertThat(TrustingPerson.cookies(browser)).isEmpty();
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void aCookieOfAnotherUserOrRealmOrAChangedOneBuysNothing() {
        TrustingPerson victim = TrustingPerson.of(realm, "victim");
        TrustingPerson thief = TrustingPerson.of(realm, "thief");
        BrowserSession browser = victim.trusted();
        String name = TrustingPerson.cookies(browser).get(0);
        String token = TrustingPerson.token(browser);
        BrowserSession thiefs = thief.trusted();
        char last = token.charAt(0) == 'A' ? 'B' : 'A';

        for (String value : List.of(
                TrustingPerson.token(thiefs),
                last + token.substring(1),
                token.substring(1),
                token.substring(token.indexOf('.') + 1),
                token + "x",
                "",
                "x",
                "../../" + token,
                token.repeat(200))) {
            assertThat(victim.after(victim.holding(name, value))).as(value).isEqualTo(Screen.CODE);
        }
        assertThat(thief.after(thief.holding(TrustingPerson.cookies(thiefs).get(0), token)))
                .isEqualTo(Screen.CODE);
        try (TestRealm other = SERVER.realm().switchOn(Map.of("trustedDevices", "DAYS"))) {
            TrustingPerson namesake = TrustingPerson.of(other, "victim");
            assertThat(namesake.after(namesake.holding(name, token))).isEqualTo(Screen.CODE);
        }
        // None of this has cost the victim anything.
        assertThat(victim.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aPlantedCookieGivesItsVictimNothingAndItsOwnerNoWayIn() {
        TrustingPerson victim = TrustingPerson.of(realm, "planted-on");
        TrustingPerson attacker = TrustingPerson.of(realm, "planting");
        BrowserSession attackers = attacker.trusted();
        String name = TrustingPerson.cookies(attackers).get(0);
        BrowserSession browser = victim.holding(name, TrustingPerson.token(attackers));

        assertThat(victim.after(browser)).isEqualTo(Screen.CODE);
        browser.press("verify", Map.of("code", victim.person().code(), "trustDevice", "true"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(browser.cookies().get(name)).isEqualTo(TrustingPerson.token(attackers));
        assertThat(attacker.after(attackers)).isEqualTo(Screen.SIGNED_IN);
        assertThat(victim.after(attackers)).isEqualTo(Screen.CODE);
    }

    @Test
    void aReplayedTokenIsWorthNothingAndEndsTheTrust() {
        TrustingPerson person = TrustingPerson.of(realm, "replayed");
        BrowserSession browser = person.trusted();
        String name = TrustingPerson.cookies(browser).get(0);
        String stolen = TrustingPerson.token(browser);
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(TrustingPerson.token(browser)).isNotEqualTo(stolen);

        // Another browser is no tab that was overtaken, however soon it comes.
        BrowserSession thief = person.holding(name, stolen);

        assertThat(person.after(thief)).isEqualTo(Screen.CODE);
        // One of the two has copied the other's; the server cannot know which.
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void aStolenTokenIsFoundOutAtTheNextSignInOfItsOwner() {
        TrustingPerson person = TrustingPerson.of(realm, "stolen");
        BrowserSession browser = person.trusted();
        BrowserSession thief = person.holding(TrustingPerson.cookies(browser).get(0), TrustingPerson.token(browser));
        assertThat(person.after(thief)).isEqualTo(Screen.SIGNED_IN);

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
        assertThat(person.after(thief)).isEqualTo(Screen.CODE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 45, 300})
    void aStolenTokenIsFoundOutHoweverOftenTheThiefHasUsedIt(int seconds) {
        TrustingPerson person = TrustingPerson.of(realm, "stolen-every-" + seconds);
        BrowserSession browser = person.trusted();
        BrowserSession thief = person.holding(TrustingPerson.cookies(browser).get(0), TrustingPerson.token(browser));
        for (int i = 0; i < 3; i++) {
            assertThat(person.after(thief)).isEqualTo(Screen.SIGNED_IN);
            SERVER.clock().advance(Duration.ofSeconds(seconds));
        }
        realm.clearEvents();

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
        assertThat(person.after(thief)).isEqualTo(Screen.CODE);
        assertThat(realm.events("REMOVE_CREDENTIAL"))
                .filteredOn(event -> person.person().user().id().equals(event.userId()))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail("credential_type")).isEqualTo("two-factor-trusted-device");
                    assertThat(event.detail("two_factor_reason")).isEqualTo("used");
                });
    }

    @Test
    void aCopyThatIsNoticedEndsTheSessionThatItOpened() {
        TrustingPerson person = TrustingPerson.of(realm, "opened");
        BrowserSession browser = person.trusted();
        BrowserSession thief = person.holding(TrustingPerson.cookies(browser).get(0), TrustingPerson.token(browser));
        Tokens online = thief.openLogin().signIn("opened", TestRealm.PASSWORD).tokens();
        Tokens offline =
                thief.openLogin(Map.of("scope", "openid offline_access")).tokens();
        assertThat(realm.refresh(offline.refreshToken()).ok()).isTrue();
        assertThat(realm.refresh(online.refreshToken()).ok()).isTrue();
        realm.clearEvents();

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);

        assertThat(realm.refresh(offline.refreshToken()).ok()).isFalse();
        assertThat(realm.refresh(online.refreshToken()).ok()).isFalse();
        assertThat(Screen.of(thief.openLogin())).isNotEqualTo(Screen.SIGNED_IN);
        assertThat(realm.events("LOGOUT"))
                .filteredOn(event -> person.person().user().id().equals(event.userId()))
                .isNotEmpty()
                .allSatisfy(
                        event -> assertThat(event.detail("two_factor_reason")).isEqualTo("used"));
    }

    @Test
    void aTokenIsReplacedOnceAMinuteInOneSession() {
        TrustingPerson person = TrustingPerson.of(realm, "once-a-minute");
        BrowserSession browser = person.trusted();
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        String token = TrustingPerson.token(browser);

        assertThat(again(person, browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(TrustingPerson.token(browser)).isEqualTo(token);
        SERVER.clock().advance(Duration.ofSeconds(60));
        assertThat(again(person, browser)).isEqualTo(Screen.SIGNED_IN);

        assertThat(TrustingPerson.token(browser)).isNotEqualTo(token);
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    private static Screen again(TrustingPerson person, BrowserSession browser) {
        browser.openLogin(Map.of("prompt", "login")).signIn(person.person().name(), TestRealm.PASSWORD);
        return Screen.of(browser);
    }

    @Test
    void aTokenWithoutThePasswordIsWorthNothing() {
        TrustingPerson person = TrustingPerson.of(realm, "no-password");
        BrowserSession thief = TrustingPerson.endSession(person.trusted());

        thief.openLogin().signIn("no-password", "guessed");

        assertThat(Screen.of(thief)).isIn(Screen.LOGIN, Screen.PASSWORD_AGAIN);
        assertThat(Screen.of(thief.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SENT_BACK);
    }

    @Test
    void ofTabsThatSignInAtOnceNoneIsAskedAndTheBrowserStaysTrusted() {
        TrustingPerson person = TrustingPerson.of(realm, "tabs");
        BrowserSession browser = TrustingPerson.endSession(person.trusted()).openLogin();
        List<BrowserSession> tabs = List.of(browser.fork(), browser.fork(), browser.fork(), browser.fork());
        tabs.forEach(BrowserSession::openLogin);

        Together.run(tabs.size(), i -> tabs.get(i).signIn("tabs", TestRealm.PASSWORD));

        assertThat(tabs)
                .extracting(Screen::of)
                .as("none is asked; a tab that comes to the session of another without its cookie begins again")
                .isSubsetOf(Screen.SIGNED_IN, Screen.LOGIN)
                .contains(Screen.SIGNED_IN);
        List<BrowserSession> renewed = tabs.stream()
                .filter(tab -> !TrustingPerson.token(tab).equals(TrustingPerson.token(browser)))
                .toList();
        assertThat(renewed).hasSize(1);
        SERVER.clock().advance(Duration.ofDays(1));
        assertThat(person.after(renewed.get(0))).isEqualTo(Screen.SIGNED_IN);
    }

    /** A request that was under way holds the token of before. */
    @Test
    void aTabThatIsOvertakenForLessThanHalfAMinuteIsSpared() {
        TrustingPerson person = TrustingPerson.of(realm, "next-tab");
        BrowserSession browser = TrustingPerson.endSession(person.trusted()).openLogin();

        assertThat(overtaken("next-tab", browser, Duration.ofSeconds(29))).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aTabThatIsOvertakenByHalfAMinuteIsNoTab() {
        TrustingPerson person = TrustingPerson.of(realm, "late-tab");
        BrowserSession browser = TrustingPerson.endSession(person.trusted()).openLogin();

        assertThat(overtaken("late-tab", browser, Duration.ofSeconds(30))).isEqualTo(Screen.CODE);
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    /** Where a tab arrives that signs in with the former token after another tab of its browser has. */
    private static Screen overtaken(String name, BrowserSession browser, Duration later) {
        BrowserSession late = browser.fork().openLogin();
        assertThat(Screen.of(browser.signIn(name, TestRealm.PASSWORD))).isEqualTo(Screen.SIGNED_IN);
        late.plantCookie(
                "KEYCLOAK_IDENTITY", browser.cookie("KEYCLOAK_IDENTITY").orElseThrow());
        SERVER.clock().advance(later);
        return Screen.of(late.signIn(name, TestRealm.PASSWORD));
    }

    /** Only one of several browsers with one token can have been the owner's. */
    @Test
    void ofBrowsersThatShowOneTokenAtOnceNoneIsTrustedAfterwards() {
        TrustingPerson person = TrustingPerson.of(realm, "race");
        BrowserSession browser = TrustingPerson.endSession(person.trusted());
        List<BrowserSession> copies = List.of(browser.fork(), browser.fork(), browser.fork(), browser.fork());
        copies.forEach(BrowserSession::openLogin);

        Together.run(copies.size(), i -> copies.get(i).signIn("race", TestRealm.PASSWORD));

        assertThat(copies)
                .extracting(Screen::of)
                .filteredOn(screen -> screen == Screen.SIGNED_IN)
                .hasSizeLessThanOrEqualTo(1);
        copies.forEach(copy -> assertThat(person.after(copy)).isEqualTo(Screen.CODE));
    }

    @Test
    void severalPeopleCanTrustOneBrowser() {
        TrustingPerson ann = TrustingPerson.of(realm, "ann");
        TrustingPerson ben = TrustingPerson.of(realm, "ben");
        BrowserSession browser = ben.trust(TrustingPerson.endSession(ann.trusted()));

        assertThat(TrustingPerson.cookies(browser)).hasSize(2);
        assertThat(ann.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(ben.after(browser)).isEqualTo(Screen.SIGNED_IN);
        browser.signOut(browser.tokens());

        assertThat(ann.after(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(ben.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void oneDeviceMoreThanAllowedForgetsTheOldest() {
        assertThat(realm.configure(Map.of("trustedDevices", "DAYS", "trustedDeviceMax", "2"))
                        .ok())
                .isTrue();
        TrustingPerson person = TrustingPerson.of(realm, "many");
        BrowserSession first = person.trusted();
        BrowserSession second = person.trusted();
        assertThat(person.after(first)).isEqualTo(Screen.SIGNED_IN);
        BrowserSession third = person.trusted();

        assertThat(person.after(first)).isEqualTo(Screen.CODE);
        assertThat(person.after(second)).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.after(third)).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.person().user().credentials("two-factor-trusted-device"))
                .hasSize(2);
    }

    @Test
    void whereTheMostIsLoweredTheNewestCount() {
        TrustingPerson person = TrustingPerson.of(realm, "fewer");
        BrowserSession first = person.trusted();
        BrowserSession second = person.trusted();

        assertThat(realm.configure(Map.of("trustedDevices", "DAYS", "trustedDeviceMax", "1"))
                        .ok())
                .isTrue();

        assertThat(person.after(first)).isEqualTo(Screen.CODE);
        assertThat(person.after(second)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void whatIsWorthNothingWhenAnotherIsRememberedNeverCountsAgain() {
        Map<String, String> oneDay =
                Map.of("trustedDevices", "DAYS", "trustedDeviceMax", "2", "trustedDeviceDays", "1");
        assertThat(realm.configure(oneDay).ok()).isTrue();
        TrustingPerson person = TrustingPerson.of(realm, "stale");
        BrowserSession stale = person.trusted();
        SERVER.clock().advance(Duration.ofDays(2));
        BrowserSession fresh = person.trusted();

        assertThat(realm.configure(Map.of("trustedDevices", "DAYS")).ok()).isTrue();

        assertThat(person.after(stale)).isEqualTo(Screen.CODE);
        assertThat(person.after(fresh)).isEqualTo(Screen.SIGNED_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"otp", "webauthn", "webauthn-passwordless"})
    void aFactorThatComesAndGoesBringsNoTrustBack(String type) {
        TrustingPerson person = TrustingPerson.of(realm, "comes-and-goes-" + type);
        BrowserSession browser = person.trusted();
        TestUser user = person.person().user();
        List<String> before =
                user.credentials(type).stream().map(Credential::id).toList();

        if (type.equals("otp")) {
            user.importOtp(OtpSpec.totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").label("second"));
        } else {
            user.importKey(type);
        }
        user.credentials(type).stream()
                .map(Credential::id)
                .filter(id -> !before.contains(id))
                .forEach(user::deleteCredential);

        assertThat(user.credentials(type)).extracting(Credential::id).containsExactlyElementsOf(before);
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void theEndOfOneDeviceByAnAdminLeavesTheOthers() {
        TrustingPerson person = TrustingPerson.of(realm, "one-of-two");
        BrowserSession first = person.trusted();
        TestUser user = person.person().user();
        String id = user.credentials("two-factor-trusted-device").get(0).id();
        BrowserSession second = person.trusted();

        user.deleteCredential(id);

        assertThat(person.after(first)).isEqualTo(Screen.CODE);
        assertThat(person.after(second)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aRowThatWasRenamedStandsInNobodysWay() {
        TrustingPerson person = TrustingPerson.of(realm, "renaming");
        BrowserSession first = person.trusted();
        Credential row =
                person.person().user().credentials("two-factor-trusted-device").get(0);
        String label = Objects.requireNonNull(row.label());
        String renamed = label.toUpperCase(Locale.ROOT);
        person.person().user().rename(row, renamed);

        BrowserSession second = person.trusted();

        assertThat(person.person().user().credentials("two-factor-trusted-device"))
                .extracting(Credential::label)
                .containsExactlyInAnyOrder(renamed, label + " 2");
        assertThat(person.after(first)).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.after(second)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void anotherTickInTheSameBrowserReplacesItsRow() {
        TrustingPerson person = TrustingPerson.of(realm, "again");
        BrowserSession browser = person.trusted();
        SERVER.clock().advance(Duration.ofDays(31));

        person.trust(TrustingPerson.endSession(browser));

        assertThat(person.person().user().credentials("two-factor-trusted-device"))
                .hasSize(1);
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aStepThatRaisesTheLevelOfAuthenticationIsNotSpared() {
        realm.client(
                "stepping",
                Map.of(
                        "authenticationFlowBindingOverrides",
                        Map.of("browser", StepUpFlow.create(realm, "auth-otp-form"))));
        TrustingPerson person = TrustingPerson.of(realm, "level");
        BrowserSession browser = person.trusted();

        TrustingPerson.endSession(browser).open(realm.authUrl("stepping", Map.of("acr_values", "1")));
        browser.signIn("level", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(browser.tokens("stepping").idClaims().path("acr").asText()).isEqualTo("1");

        TrustingPerson.endSession(browser).open(realm.authUrl("stepping", Map.of("acr_values", "2")));
        browser.signIn("level", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(browser.page().has(BOX)).isFalse();
        browser.press("verify", Map.of("code", person.person().code()));
        assertThat(browser.tokens("stepping").idClaims().path("acr").asText()).isEqualTo("2");
    }

    /** Keycloak has a second way to give a level: a client policy that picks a whole flow. */
    @Test
    void aFlowThatRaisesTheLevelOfAuthenticationIsNotSpared() {
        realm.flows().copyBrowser("worth-two");
        TrustingPerson person = TrustingPerson.of(realm, "flow-level");
        BrowserSession browser = person.trusted();
        realm.rest().put("/client-policies/profiles", Map.of("profiles", List.of(flowWorthTwo())));
        realm.rest().put("/client-policies/policies", Map.of("policies", List.of(clientsThatAskForTwo())));
        try {
            TrustingPerson.endSession(browser).openLogin(Map.of("acr_values", "2"));
            browser.signIn("flow-level", TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
            browser.press("verify", Map.of("code", person.person().code()));
            assertThat(browser.tokens().idClaims().path("acr").asText()).isEqualTo("2");
        } finally {
            realm.rest().put("/client-policies/policies", Map.of("policies", List.of()));
        }
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    private static Map<String, Object> flowWorthTwo() {
        Map<String, Object> flow = Map.of("auth-flow-alias", "worth-two", "auth-flow-loa", 2);
        return Map.of(
                "name",
                "worth-two",
                "executors",
                List.of(Map.of("executor", "auth-flow-enforcer", "configuration", flow)));
    }

    private static Map<String, Object> clientsThatAskForTwo() {
        Map<String, Object> asked = Map.of("acr-property", "2");
        return Map.of(
                "name",
                "worth-two",
                "enabled",
                true,
                "conditions",
                List.of(Map.of("condition", "acr-condition", "configuration", asked)),
                "profiles",
                List.of("worth-two"));
    }
}
