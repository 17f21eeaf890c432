package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 12, out again: once the JAR is gone as README says, people who enrolled on our page pass every door as those of a
 * realm that never knew us, with the same authenticator.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledIfSystemProperty(named = "keycloak", matches = "container|url")
final class TakenOutIT {

    private static final String STOCK_CODE_STEP = "auth-otp-form";
    private static final List<String> ACTIONS =
            List.of(TestRealm.POLICY, "two-factor-setup", "two-factor-recovery-codes");
    private static final Map<String, String> SETTINGS =
            Map.of("requireEveryone", "true", "recoveryCodeCount", "1", "trustedDevices", "DAYS");

    private final KeycloakServer server =
            KeycloakServer.own("taken-out", ServerOptions.h2().startingSoon());
    private final House house = House.on(server);
    private final Map<Door, Visitor> enrolled = new ConcurrentHashMap<>();

    private EnrolledVisitor alice;
    private EnrolledVisitor bob;
    private BrowserSession trusted;
    private Tokens before;
    private Screen switchedOff;
    private House never;
    private TestRealm forgotten;
    private String flow;
    private int logged;

    @BeforeAll
    void takeOut() {
        TestRealm realm = house.realm().switchOn(SETTINGS);
        List<Door> doors = EveryDoorIT.doors().toList();
        Together.run(2, half -> enrolAt(doors.subList(half * doors.size() / 2, (half + 1) * doors.size() / 2)));
        bob = EnrolledVisitor.in(house, "bob");
        alice = EnrolledVisitor.in(house, "alice");
        before = alice.browser().tokens();
        alice.trusted();
        trusted = bob.trusted();
        leaveMapper(realm);
        forgotten = server.realm().switchOn(SETTINGS);
        flow = forgotten.flows().create(House.POST_LOGIN_FLOW, House.CHALLENGE);

        realm.switchOff();
        switchedOff = Screen.of(realm.browser().signIn("alice", TestRealm.PASSWORD));
        ACTIONS.forEach(realm::deleteAction);
        realm.flows().replace(House.POST_LOGIN_FLOW, House.CHALLENGE, STOCK_CODE_STEP);
        server.stop();
        server.removeProvider();
        server.rebuild();
        logged = server.logText().length();
        server.start();
        never = House.on(server, STOCK_CODE_STEP);
    }

    @AfterAll
    void tearDown() {
        server.close();
        house.mail().close();
        if (never != null) {
            never.mail().close();
        }
    }

    @AfterEach
    void theServerHasNothingToComplainOf() {
        String log = server.logText();
        String since = log.substring(logged);
        logged = log.length();
        assertThat(since.lines().filter(line -> line.contains(" ERROR ") || line.startsWith("\tat ")))
                .as(since)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.keycloaktwofactor.door.EveryDoorIT#doors")
    void usersWhoEnrolledHerePassAsThoseWhoEnrolledWhereWeNeverWere(Door door) {
        List<String> ours = passed(door, enrolled.get(door));
        List<String> theirs = passed(door, stranger(door.label()));

        assertThat(Transcript.differences("here", ours, "where we never were", theirs))
                .isEmpty();
    }

    @Test
    void usersWhoEnrolledOnOurPageSignInThroughTheStockForm() {
        TestRealm realm = house.realm();
        AuthenticatorApp app = alice.visitor().person().app();
        assertThat(switchedOff).isEqualTo(Screen.STOCK_CODE);

        BrowserSession browser = realm.browser().signIn("alice", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
        code(browser, app.wrong(Instant.now()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
        code(browser, app.code(Instant.now()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(browser.tokens().ok()).isTrue();

        assertThat(realm.directGrant("alice", TestRealm.PASSWORD, null).ok()).isFalse();
        assertThat(realm.directGrant("alice", TestRealm.PASSWORD, app.wrong(Instant.now()))
                        .ok())
                .isFalse();
        assertThat(realm.directGrant("alice", TestRealm.PASSWORD, app.code(Instant.now(), 1))
                        .ok())
                .isTrue();
        assertThat(realm.find("alice").requiredActions()).isEmpty();
    }

    /** The client has a mapper of ours still, and the one of the other realm has not. */
    @Test
    void thePasswordGrantAnswersTheSame() {
        List<String> ours = granted(bob.visitor());
        List<String> theirs = granted(stranger("bob"));

        assertThat(Transcript.differences("here", ours, "where we never were", theirs))
                .isEmpty();
        house.realm().updateClient("app", Map.of("description", "An administrator can still save it"));
    }

    @Test
    void aSessionFromBeforeGoesOn() {
        assertThat(Screen.of(alice.browser().fork().openLogin())).isEqualTo(Screen.SIGNED_IN);
        assertThat(house.realm().refresh(before.refreshToken()).ok()).isTrue();
    }

    @Test
    void aBrowserThatWasTrustedIsAskedAsAnyOther() {
        assertThat(Screen.of(remembered().signIn("bob", TestRealm.PASSWORD))).isEqualTo(Screen.STOCK_CODE);
    }

    @Test
    void actionsAndFlowsThatWereForgottenCanStillBeDeleted() {
        EnrolledUser person = EnrolledUser.imported(forgotten, "carol");
        BrowserSession browser = forgotten.browser().signIn("carol", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
        assertThat(code(browser, person.app().code(Instant.now())).kind()).isEqualTo(Passage.Kind.LET_IN);

        ACTIONS.forEach(forgotten::deleteAction);
        forgotten.rest().delete("/authentication/flows/" + flow);
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void whatIsLeftOfOursShowsNowhereButToAdministratorsWhoCanDeleteIt() {
        Visitor visitor = alice.visitor();
        List<String> left = List.of("two-factor-recovery-codes", "two-factor-trusted-device");
        assertThat(visitor.user().credentials()).extracting(Credential::type).containsAll(left);
        Visitor stranger = stranger("stranger");

        assertThat(listed(visitor)).isEqualTo(listed(stranger));
        left.forEach(type ->
                assertThat(account(visitor).delete(visitor.user(), type)).isEqualTo(404));

        left.forEach(type ->
                visitor.user().credentials(type).forEach(row -> visitor.user().deleteCredential(row.id())));
        assertThat(visitor.user().credentials())
                .extracting(Credential::type)
                .containsExactlyInAnyOrder("password", "otp");
        assertThat(listed(visitor)).isEqualTo(listed(stranger));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void putBackItKnowsAuthenticatorsAndRecoveryCodesFromBeforeAndTrustsNoBrowser() {
        server.stop();
        server.addProvider();
        server.rebuild();
        server.start();
        house.realm().switchOn(SETTINGS);

        assertThat(Screen.of(remembered().signIn("bob", TestRealm.PASSWORD))).isEqualTo(Screen.CODE);
        assertThat(Screen.of(bob.visitor().person().signIn())).isEqualTo(Screen.SIGNED_IN);
        BrowserSession browser = house.realm().browser().signIn("bob", TestRealm.PASSWORD);
        browser.press("recovery").press("verify", Map.of("code", bob.codes().get(0)));
        assertThat(browser.recovered()).as(browser.page().text()).isTrue();
    }

    /** A browser that has nothing but the cookie of a trusted device. */
    private BrowserSession remembered() {
        BrowserSession browser = house.realm().browser();
        trusted.cookies().forEach((name, value) -> {
            if (name.startsWith("TWO_FACTOR_DEVICE")) {
                browser.plantCookie(name, value);
            }
        });
        assertThat(browser.cookies()).hasSize(1);
        return browser;
    }

    private static void leaveMapper(TestRealm realm) {
        realm.rest()
                .post(
                        "/clients/" + realm.clientUuid("app") + "/protocol-mappers/models",
                        Map.of(
                                "name",
                                "amr",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "two-factor-amr-mapper",
                                "config",
                                Map.of("access.token.claim", "true", "id.token.claim", "true")));
    }

    private List<Door> enrolAt(List<Door> doors) {
        doors.forEach(door ->
                enrolled.put(door, EnrolledVisitor.in(house, door.label()).visitor()));
        return doors;
    }

    /** Somebody whose authenticator Keycloak itself might have stored. */
    private Visitor stranger(String name) {
        Visitor visitor = never.visitor(name);
        AuthenticatorApp app =
                visitor.user().importOtp(OtpSpec.totp(StockVisitor.SECRET).label(""));
        return new Visitor(never, visitor.user(), new EnrolledUser(never.realm(), visitor.user(), app));
    }

    /** All that somebody sees and the realm notes: by password alone, with a wrong code, and with a right one. */
    private static List<String> passed(Door door, Visitor visitor) {
        Transcript transcript = new Transcript(visitor.realm());
        visitor.realm().clearEvents();
        Passage passage = door.walk(visitor);
        note(transcript, "password", passage);
        if (passage.browser().page().has("#kc-otp-login-form")) {
            AuthenticatorApp app = visitor.person().app();
            note(transcript, "wrong code", code(passage.browser(), app.wrong(Instant.now())));
            note(transcript, "right code", code(passage.browser(), app.code(Instant.now())));
        }
        transcript.events();
        transcript.add("left to do: " + visitor.user().requiredActions());
        return transcript.lines();
    }

    private static List<String> granted(Visitor visitor) {
        TestRealm realm = visitor.realm();
        Transcript transcript = new Transcript(realm);
        AuthenticatorApp app = visitor.person().app();
        transcript.tokens("no code", realm.directGrant(visitor.name(), TestRealm.PASSWORD, null));
        transcript.tokens(
                "wrong code", realm.directGrant(visitor.name(), TestRealm.PASSWORD, app.wrong(Instant.now())));
        String code = app.code(Instant.now());
        transcript.tokens("right code", realm.directGrant(visitor.name(), TestRealm.PASSWORD, code));
        transcript.tokens("used code", realm.directGrant(visitor.name(), TestRealm.PASSWORD, code));
        return transcript.lines();
    }

    private static void note(Transcript transcript, String step, Passage passage) {
        transcript.add(step + ": " + passage.kind() + " " + passage.error());
        transcript.page(step, passage.browser());
    }

    private static Passage code(BrowserSession browser, String code) {
        return Passage.of(browser.submit("#kc-otp-login-form", Map.of("otp", code)));
    }

    /** The types of credentials in the account console. */
    private static List<String> listed(Visitor visitor) {
        return StreamSupport.stream(account(visitor).credentials().spliterator(), false)
                .map(type -> type.path("type").asText() + " "
                        + type.path("userCredentialMetadatas").size())
                .toList();
    }

    private static AccountRest account(Visitor visitor) {
        return new AccountRest(visitor.realm(), TokenDoor.byPassword(visitor).accessToken());
    }
}
