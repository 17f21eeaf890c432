package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 16, a first factor is bound to a proved person: where the realm verifies addresses, the address is verified, and a
 * password of their own chosen, before somebody without a factor sets one up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirstProofIT {

    private static final String NEW_PASSWORD = "chosen-in-the-end";

    @AutoClose
    private House house;

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.realmRole("guest");
        realm.update(Map.of("verifyEmail", true)).switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
    }

    @BeforeEach
    void noMails() {
        house.mail().empty();
    }

    @Test
    void whoRegistersVerifiesTheAddressAndChoosesThePasswordBeforeTheSetUp() {
        BrowserSession browser = register("newcomer");
        assertAtVerification(browser, "newcomer");

        browser.open(house.mail().link("newcomer"));

        assertSetUpAndSignedIn(withPassword(browser, "newcomer"), "newcomer");
        assertThat(realm.find("newcomer").requiredActions()).isEmpty();
    }

    @Test
    void theSameWhereTheLinkIsOpenedInAnotherBrowser() {
        BrowserSession begun = register("newcomer-2");

        BrowserSession other = openLink("newcomer-2");

        if (choosesPasswordAfterTheMail()) {
            Passage passage = Passage.of(withPassword(other, "newcomer-2"));
            assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
            EnrolledUser.confirmed(realm, other, "newcomer-2");
            assertThat(Screen.of(other)).as(other.page().text()).isEqualTo(Screen.INFO);
            // Keycloak has ended the sign-in in the browser that began it.
            assertThat(Screen.of(begun.reload())).as(begun.page().text()).isIn(Screen.LOGIN, Screen.ERROR);
            assertThat(realm.find("newcomer-2").credentials("otp")).hasSize(1);
        } else {
            assertThat(Screen.of(begun.reload())).as(begun.page().text()).isEqualTo(Screen.KEY);
        }
    }

    /** Somebody who registers with an address of somebody else binds nothing to it, and does not keep the owner out. */
    @Test
    void selfRegistrationWithSomebodyElsesAddressCannotBlockThatAddress() {
        BrowserSession stranger = register("victim");
        for (String button : List.of("enable", "confirm", "continue")) {
            BrowserSession posted = stranger.fork()
                    .post(
                            guardAddress(stranger),
                            List.of(Map.entry("do", button), Map.entry("code", "000000"), Map.entry("saved", "on")));
            assertAtVerification(posted, "victim");
        }

        assertThat(realm.find("victim").credentials("otp")).isEmpty();
        assertThat(realm.find("victim").sessions()).isEmpty();
        house.mail().empty();
        realm.browser()
                .openLogin()
                .follow("a[href*=reset-credentials]")
                .submit("#kc-reset-password-form", Map.of("username", "victim"));
        String reset = house.mail().link("victim");
        BrowserSession mailed = realm.browser().open(reset);
        assertThat(Screen.of(mailed)).as(mailed.page().text()).isEqualTo(Screen.VERIFY_EMAIL);
        mailed.open(Await.until(
                "a link that verifies",
                () -> Optional.of(house.mail().link("victim")).filter(link -> !link.equals(reset))));
        if (choosesPasswordAfterTheMail()) {
            withPassword(mailed, "victim");
        }
        Passage passage = Passage.of(mailed);
        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
        EnrolledUser.confirmed(realm, mailed, "victim");
        Passage left = Passage.of(stranger.reload());
        assertThat(left.kind()).as(left.toString()).isNotIn(Kind.SET_UP, Kind.LET_IN, Kind.BEYOND);
        assertThat(realm.find("victim").credentials("otp")).hasSize(1);
    }

    @Test
    void whoSignsInWithAnUnverifiedAddressVerifiesItAndIsNotAskedForThePasswordAgain() {
        TestUser user = unverified("waiting");

        BrowserSession browser = realm.browser().signIn("waiting", TestRealm.PASSWORD);

        assertAtVerification(browser, "waiting");
        assertThat(user.sessions()).isEmpty();
        assertSetUpAndSignedIn(browser.open(house.mail().link("waiting")), "waiting");
    }

    @Test
    void theMailCanBeSentOnceMore() {
        unverified("once-more");
        BrowserSession browser = realm.browser().signIn("once-more", TestRealm.PASSWORD);
        house.mail().link("once-more");
        house.mail().empty();

        realm.server().clock().advance(Duration.ofSeconds(31));
        browser.follow("a[href*=session_code]");

        assertAtVerification(browser, "once-more");
        assertSetUpAndSignedIn(browser.open(house.mail().link("once-more")), "once-more");
    }

    @Test
    void whoHasAFactorIsAskedForItFirst() {
        Visitor visitor = house.enrolled("asked-first");
        visitor.user().update(Map.of("emailVerified", false));

        BrowserSession browser = realm.browser().signIn(visitor.name(), TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODE);
        assertThat(house.mail().texts()).noneMatch(text -> text.contains("asked-first@example.org"));
        browser.press("verify", Map.of("code", visitor.code()));
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.VERIFY_EMAIL);
    }

    /** Keycloak's own action comes before the mail, by the order of a new realm. */
    @ParameterizedTest
    @ValueSource(
            strings = {"CONFIGURE_TOTP", "webauthn-register", "CONFIGURE_RECOVERY_AUTHN_CODES", "two-factor-setup"})
    void anActionThatAddsAFactorWaitsForTheProofAlsoWhereThePolicyAsksForNothing(String action) {
        String name = "waits-" + action.toLowerCase(Locale.ROOT);
        TestUser user = unverified(name, "guest");
        user.requiredActions(action);

        BrowserSession browser = realm.browser().signIn(name, TestRealm.PASSWORD);

        assertAtVerification(browser, name);
        browser.open(house.mail().link(name));
        assertThat(Screen.of(browser))
                .as(browser.page().text())
                .isIn(
                        Screen.STOCK_SET_UP,
                        Screen.PASSKEY_SET_UP,
                        Screen.STOCK_RECOVERY_CODES,
                        Screen.NO_KEY,
                        Screen.KEY);
    }

    @Test
    void whoStartsTheSetUpThemselvesIsProvedFirst() {
        unverified("by-kc-action", "guest");

        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("by-kc-action", TestRealm.PASSWORD);

        assertAtVerification(browser, "by-kc-action");
        browser.open(house.mail().link("by-kc-action"));
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NO_KEY);
    }

    @Test
    void theAccountConsoleIsNoWayRound() {
        unverified("by-console");

        BrowserSession browser = realm.browser()
                .open(realm.authUrl(
                        "account-console",
                        Map.of(
                                "redirect_uri",
                                realm.url("/account/"),
                                "code_challenge",
                                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                                "code_challenge_method",
                                "S256")))
                .signIn("by-console", TestRealm.PASSWORD);

        assertAtVerification(browser, "by-console");
    }

    /** An administrator's mail reached the mailbox, which Keycloak takes for the proof. */
    @Test
    void anAdministratorsMailIsTheProof() {
        TestUser user = unverified("by-mail");
        user.rest().put("/execute-actions-email", List.of("two-factor-setup"));

        BrowserSession browser = openLink("by-mail");

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
    }

    /** A new account without a password: the mail has it chosen, and what a first factor is bound to is there then. */
    @Test
    void anAdministratorsMailToANewAccountHasThePasswordChosenBeforeTheSetUp() {
        TestUser user = unverified("invited");
        user.deleteCredential(user.credentials("password").get(0).id());
        user.rest().put("/execute-actions-email", List.of("UPDATE_PASSWORD"));

        BrowserSession browser = openLink("invited");
        choosePassword(browser, "invited");

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
        EnrolledUser.confirmed(realm, browser, "invited");
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.INFO);
        assertThat(user.requiredActions()).isEmpty();
        assertThat(Screen.of(realm.browser().signIn("invited", NEW_PASSWORD))).isEqualTo(Screen.CODE);
    }

    /** Keycloak does not take the invitation for a proof of the address, and neither does the guard. */
    @Test
    void anOrganizationsInvitationToANewAccountIsNoWayRound() {
        realm.update(Map.of("organizationsEnabled", true));
        try {
            realm.rest()
                    .below("/organizations/" + organization())
                    .postForm("/members/invite-user", Map.of("email", "member@example.org"));
            BrowserSession browser = realm.browser().open(house.mail().link("member"));
            house.mail().empty();

            browser.register("member");

            assertAtVerification(browser, "member");
            browser.open(house.mail().link("member"));
            withPassword(browser, "member");
            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
            assertThat(realm.find("member").sessions()).isEmpty();
            EnrolledUser.confirmed(realm, browser, "member");
            assertThat(Screen.of(browser)).as(browser.page().text()).isIn(Screen.SIGNED_IN, Screen.ACCOUNT_CONSOLE);
            assertThat(realm.find("member").credentials("otp")).hasSize(1);
        } finally {
            realm.update(Map.of("organizationsEnabled", false));
        }
    }

    /** The help desk knows it, and everybody who has read the mail. */
    @Test
    void aTemporaryPasswordIsChangedBeforeTheSetUp() {
        TestUser user = realm.user("starter");
        user.rest().put("/reset-password", Map.of("type", "password", "value", TestRealm.PASSWORD, "temporary", true));

        BrowserSession browser = realm.browser().signIn("starter", TestRealm.PASSWORD);

        choosePassword(browser, "starter");
        assertSetUpAndSignedIn(browser, "starter");
        assertThat(user.requiredActions()).isEmpty();
    }

    /** Not with a link that is for something else: its reader would choose the password of the account. */
    @Test
    void aTemporaryPasswordIsNotChangedByALinkThatVerifiesTheAddress() {
        Visitor visitor = house.visitor("starter-by-link");
        visitor.user()
                .rest()
                .put("/reset-password", Map.of("type", "password", "value", TestRealm.PASSWORD, "temporary", true));

        BrowserSession browser = OtherMailedLink.VERIFICATION.open(visitor, visitor.browser());

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
        browser.press("restart").signIn(visitor.name(), TestRealm.PASSWORD);
        choosePassword(browser, visitor.name());
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
    }

    /** The realm verifies nobody's address; this one user is to verify theirs. */
    @Test
    void whoIsToVerifyTheAddressDoesSoWhereTheRealmVerifiesNobodys() {
        realm.update(Map.of("verifyEmail", false));
        try {
            unverified("told-to").requiredActions("VERIFY_EMAIL");
            assertAtVerification(realm.browser().signIn("told-to", TestRealm.PASSWORD), "told-to");
            unverified("not-told");
            assertThat(Screen.of(realm.browser().signIn("not-told", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.KEY);
        } finally {
            realm.update(Map.of("verifyEmail", true));
        }
    }

    @Test
    void aRealmWithoutTheActionHasNothingToWaitFor() {
        unverified("no-action");
        realm.enableAction("VERIFY_EMAIL", false);
        try {
            assertThat(Screen.of(realm.browser().signIn("no-action", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.KEY);
        } finally {
            realm.enableAction("VERIFY_EMAIL", true);
        }
    }

    @Test
    void aNewAddressThatIsToBeGivenIsVerifiedInsteadOfTheOld() {
        TestUser user = unverified("changes");
        user.requiredActions("UPDATE_EMAIL");

        BrowserSession browser = realm.browser().signIn("changes", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_EMAIL);
        browser.submit("#kc-update-email-form", Map.of("email", "changed@example.org"));
        assertThat(browser.page().body()).doesNotContain("otpauth:");

        realm.browser().open(house.mail().link("changed"));
        assertSetUpAndSignedIn(browser.openLogin().signIn("changes", TestRealm.PASSWORD), "changes");
    }

    @Test
    void whoComesThroughAProviderThatIsNotTrustedWithAddressesVerifiesTheirs() {
        house.partner().user("brokered");
        String partner = "/identity-provider/instances/" + House.PARTNER;
        realm.rest().put(partner, ((ObjectNode) realm.rest().get(partner)).put("trustEmail", false));

        BrowserSession browser = realm.browser()
                .open(realm.authUrl("app", Map.of("kc_idp_hint", House.PARTNER)))
                .signIn("brokered", TestRealm.PASSWORD);

        assertAtVerification(browser, "brokered");
        assertSetUpAndSignedIn(browser.open(house.mail().link("brokered")), "brokered");
    }

    private String organization() {
        return realm.rest()
                .post(
                        "/organizations",
                        Map.of("name", "team", "alias", "team", "domains", List.of(Map.of("name", "team.example"))))
                .createdId();
    }

    private TestUser unverified(String name, String... roles) {
        return realm.user(name, roles).update(Map.of("emailVerified", false));
    }

    private BrowserSession openLink(String name) {
        BrowserSession browser = realm.browser().open(house.mail().link(name));
        return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
    }

    private BrowserSession register(String name) {
        return realm.browser().openLogin(Map.of("prompt", "create")).register(name);
    }

    /** Chooses the password where Keycloak has it chosen after the mail. */
    private BrowserSession withPassword(BrowserSession browser, String name) {
        if (choosesPasswordAfterTheMail()) {
            choosePassword(browser, name);
        }
        return browser;
    }

    private void choosePassword(BrowserSession browser, String name) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_PASSWORD);
        assertThat(realm.find(name).credentials("otp")).isEmpty();
        browser.submit("#kc-passwd-update-form", Map.of("password-new", "x", "password-confirm", "y"));
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_PASSWORD);
        browser.submit(
                "#kc-passwd-update-form", Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
    }

    /** Keycloak 26.4 has it typed on the registration form. */
    private boolean choosesPasswordAfterTheMail() {
        return !realm.server().version().startsWith("26.4.");
    }

    private void assertAtVerification(BrowserSession browser, String name) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.VERIFY_EMAIL);
        assertThat(browser.page().body()).doesNotContain("otpauth:");
        assertThat(house.mail().link(name)).isNotEmpty();
        assertThat(realm.find(name).credentials("otp")).isEmpty();
    }

    private void assertSetUpAndSignedIn(BrowserSession browser, String name) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
        EnrolledUser.confirmed(realm, browser, name);
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.find(name).credentials("otp")).hasSize(1);
    }

    /** Where the page's own link leads, but to the guard whatever the page is. */
    private static String guardAddress(BrowserSession browser) {
        return browser.page().document().selectFirst("a[href*=session_code]").absUrl("href");
    }
}
