package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The word of a trusted identity provider takes the place of the second factor in the sign-in that came through it,
 * through a link that is the person's own, as long as the policy trusts it, and never for a change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrustedBrokerIT {

    private static final Map<String, String> TRUST =
            Map.of("requireEveryone", "true", "trustedIdentityProviders", House.PARTNER);
    private static final Map<String, String> NO_TRUST = Map.of("requireEveryone", "true");

    private static final String PROVED = "two-factor-identity-provider";

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        // Without a mail server Keycloak links accounts by password.
        house.realm().update(Map.of("smtpServer", Map.of())).switchOn(TRUST);
    }

    @Test
    void whoMustEnrolIsLetInThroughIt() {
        Visitor visitor = house.visitor("spared");

        Passage passage = BrowserDoor.BROKER.walk(visitor);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
        assertThat(house.realm()
                        .awaitEvent("LOGIN", event -> visitor.user().id().equals(event.userId()))
                        .details())
                .containsEntry("two_factor", "broker");
        assertThat(Passage.of(passage.browser().openLogin()).kind()).isEqualTo(Kind.LET_IN);
        assertThat(visitor.user().credentials("otp")).isEmpty();
    }

    @Test
    void whoComesForTheFirstTimeIsLetInThroughIt() {
        house.partner().user("newcomer");

        BrowserSession browser = house.realm()
                .browser()
                .openLogin()
                .follow("#social-" + House.PARTNER)
                .signIn("newcomer", TestRealm.PASSWORD);

        assertThat(Passage.of(browser).kind()).as(browser.page().text()).isEqualTo(Kind.LET_IN);
    }

    @Test
    void whoIsEnrolledIsAskedTheFirstTimeAndAfterEachNewAuthenticator() {
        Visitor visitor = house.enrolled("first-time");

        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.ASKED);
        assertThat(BrowserDoor.BROKER.walk(visitor).kind())
                .as("no code was given")
                .isEqualTo(Kind.ASKED);
        assertThat(BrowserDoor.BROKER.walk(visitor).type(visitor.code()).kind()).isEqualTo(Kind.LET_IN);
        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
        assertThat(BrowserDoor.LOGIN.walk(visitor).kind()).as("by password").isEqualTo(Kind.ASKED);

        house.realm().server().clock().advance(Duration.ofSeconds(1));
        visitor.user()
                .importOtp(OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").label("new"));
        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.ASKED);
    }

    @Test
    void anotherAccountBehindTheSameAliasIsAskedAgain() {
        Visitor visitor = known("relinked");
        relink(visitor, "relinked-other");

        assertThat(throughOther(visitor, "relinked-other").kind()).isEqualTo(Kind.ASKED);
    }

    @Test
    void aRowThatWasRenamedSaysWhatItSaid() {
        Visitor visitor = known("renamed");
        Credential row = visitor.user().credentials(PROVED).get(0);
        visitor.user().rename(row, "PARTNER");

        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
        relink(visitor, "renamed-other");
        assertThat(throughOther(visitor, "renamed-other").type(visitor.code()).kind())
                .isEqualTo(Kind.LET_IN);
        assertThat(visitor.user().credentials(PROVED))
                .singleElement()
                .extracting(Credential::label)
                .isEqualTo(House.PARTNER);
    }

    @Test
    void aRowOfAnEarlierVersionCountsByItsLabelAndStandsInNobodysWay() {
        Visitor visitor = earlier("earlier");
        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);

        visitor.user().rename(visitor.user().credentials(PROVED).get(0), "Partner");

        assertThat(BrowserDoor.BROKER.walk(visitor).type(visitor.code()).kind()).isEqualTo(Kind.LET_IN);
        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
        assertThat(visitor.user().credentials(PROVED))
                .extracting(Credential::label)
                .containsExactlyInAnyOrder("Partner", "partner 2");
    }

    @Test
    void providersThatDifferInCaseAloneAreTwo() {
        String other = House.PARTNER.toUpperCase(Locale.ROOT);
        house.identityProvider(other, "");
        house.realm()
                .configure(Map.of("requireEveryone", "true", "trustedIdentityProviders", House.PARTNER + "##" + other));
        try {
            Visitor visitor = known("two-cases");
            TestUser there = house.partner().find(visitor.name());
            visitor.user()
                    .rest()
                    .post("/federated-identity/" + other, Map.of("userId", there.id(), "userName", there.name()));

            assertThat(through(visitor, other, visitor.name())
                            .type(visitor.code())
                            .kind())
                    .isEqualTo(Kind.LET_IN);
            assertThat(through(visitor, other, visitor.name()).kind()).isEqualTo(Kind.LET_IN);
            assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
        } finally {
            house.realm().configure(TRUST);
            house.realm().rest().delete("/identity-provider/instances/" + other);
        }
    }

    @Test
    void aLinkThatIsProvedForgetsNoTrustedDevice() {
        Map<String, String> trusting = new HashMap<>(TRUST);
        trusting.put("trustedDevices", "DAYS");
        house.realm().configure(trusting);
        try {
            Visitor visitor = house.enrolled("device-owner");
            BrowserSession device = visitor.password(visitor.browser(), "app", Map.of())
                    .press("verify", Map.of("code", visitor.code(), "trustDevice", "true"));
            assertThat(Passage.of(device).kind()).isEqualTo(Kind.LET_IN);

            assertThat(BrowserDoor.BROKER.walk(visitor).type(visitor.code()).kind())
                    .isEqualTo(Kind.LET_IN);
            assertThat(visitor.user().credentials(PROVED)).hasSize(1);

            assertThat(Passage.of(visitor.password(device, "app", Map.of("prompt", "login")))
                            .kind())
                    .isEqualTo(Kind.LET_IN);
        } finally {
            house.realm().configure(TRUST);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGIN", "OWN_FLOW", "COOKIE", "PROMPT_LOGIN", "BROKER_WITH_FLOW", "RESTART", "SAML"})
    void otherDoorsAreNoneTheWider(BrowserDoor door) {
        String name = door.label();

        assertThat(door.walk(house.visitor("wide-" + name)).kind()).isEqualTo(Kind.SET_UP);
        assertThat(door.walk(known("wide-known-" + name)).kind()).isEqualTo(Kind.ASKED);
    }

    @Test
    void aPasswordInTheSameBrowserIsASignInOfItsOwn() {
        Visitor visitor = house.visitor("again");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();

        assertThat(Passage.of(visitor.password(browser.fork(), "app", Map.of("prompt", "login")))
                        .kind())
                .isEqualTo(Kind.SET_UP);
        assertThat(Passage.of(visitor.password(browser.fork(), House.BARE, Map.of()))
                        .kind())
                .isEqualTo(Kind.SET_UP);
        assertThat(Passage.of(browser.openLogin(Map.of("prompt", "none"))).kind())
                .isEqualTo(Kind.LET_IN);
    }

    @Test
    void aHalfSignInThroughItHelpsNobodyElseInTheSameBrowser() {
        Visitor first = house.visitor("half");
        first.user().requiredActions("UPDATE_PASSWORD");
        Visitor second = house.visitor("half-second");
        BrowserSession browser = BrowserDoor.BROKER.walk(first).browser();
        String restart = browser.page().uri().toString().replaceAll("/login-actions/[a-z-]+", "/login-actions/restart");

        browser.open(restart).signIn(second.name(), TestRealm.PASSWORD);

        assertThat(Passage.of(browser).kind()).as(browser.page().text()).isEqualTo(Kind.SET_UP);
    }

    @Test
    void aLinkMadeWithAPasswordVouchesForNobody() {
        Visitor enrolled = unlinked(house.enrolled("victim"));
        Visitor fresh = unlinked(house.visitor("victim-fresh"));

        // Keycloak's own flow asks an enrolled person for the code before it links; one's own may not.
        assertThat(linkByPassword(enrolled).kind()).isEqualTo(Kind.ASKED);
        linksByPasswordAlone();
        assertThat(linkByPassword(enrolled).kind()).isEqualTo(Kind.ASKED);
        assertThat(linkByPassword(fresh).kind()).isEqualTo(Kind.SET_UP);

        assertThat(enrolled.user().rest().get("/federated-identity")).hasSize(2);
        Passage next = BrowserDoor.BROKER.walk(enrolled);
        assertThat(next.kind()).as("the link is there now: " + next).isEqualTo(Kind.ASKED);
    }

    @Test
    void trustThatIsTakenBackCountsAtOnceInSessionsToo() {
        Visitor visitor = house.visitor("taken-back");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.LET_IN);
        house.realm().configure(NO_TRUST);
        try {
            assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                    .containsEntry("error", "interaction_required");
            assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.SET_UP);
            assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.SET_UP);
        } finally {
            house.realm().configure(TRUST);
        }
    }

    @Test
    void aProviderThatIsDisabledOrGoneVouchesForNobody() {
        house.identityProvider("passing", "");
        Visitor visitor = house.visitor("passing-by");
        TestUser there = house.partner().find(visitor.name());
        visitor.user()
                .rest()
                .post("/federated-identity/passing", Map.of("userId", there.id(), "userName", there.name()));
        house.realm().configure(Map.of("requireEveryone", "true", "trustedIdentityProviders", "passing"));
        try {
            BrowserSession browser =
                    visitor.browser().openLogin().follow("#social-passing").signIn(visitor.name(), TestRealm.PASSWORD);
            assertThat(Passage.of(browser).kind()).isEqualTo(Kind.LET_IN);
            house.realm().rest().delete("/identity-provider/instances/passing");

            Passage passage = Passage.of(browser.openLogin());
            assertThat(passage.kind()).as(passage.toString()).isIn(Kind.SET_UP, Kind.FIRST_FACTOR);
        } finally {
            house.realm().configure(TRUST);
        }
    }

    @Test
    void aProviderThatWasRepointedVouchesForNobodyUntilThePolicyIsSavedAgain() {
        Visitor visitor = house.visitor("repointed");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.LET_IN);
        String address = "/identity-provider/instances/" + House.PARTNER;
        ObjectNode provider = (ObjectNode) house.realm().rest().get(address);
        ObjectNode repointed = provider.deepCopy();
        repointed.withObject("/config").put("issuer", "https://elsewhere.example");
        try {
            house.realm().rest().put(address, repointed);

            assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                    .containsEntry("error", "interaction_required");
            assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.SET_UP);
            if (!house.realm().server().logText().isBlank()) {
                assertThat(house.realm().server().logText().lines())
                        .anySatisfy(line -> assertThat(line)
                                .contains("WARN", house.realm().name(), "'" + House.PARTNER + "'", "changed"));
            }

            house.realm().configure(TRUST);
            assertThat(Passage.of(browser.fork().openLogin()).kind())
                    .as("saved again")
                    .isEqualTo(Kind.LET_IN);
            house.realm().rest().put(address, repointed.put("displayName", "Our partner"));
            assertThat(Passage.of(browser.fork().openLogin()).kind())
                    .as("another name on the button")
                    .isEqualTo(Kind.LET_IN);
        } finally {
            house.realm().rest().put(address, provider);
            house.realm().configure(TRUST);
        }
    }

    @Test
    void aMapperThatIsAddedEndsTheTrustToo() {
        Visitor visitor = house.visitor("mapped");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        String address = "/identity-provider/instances/" + House.PARTNER + "/mappers";
        String mapper = house.realm()
                .rest()
                .post(
                        address,
                        Map.of(
                                "name",
                                "another-id",
                                "identityProviderAlias",
                                House.PARTNER,
                                "identityProviderMapper",
                                "oidc-username-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "target", "BROKER_ID", "template", "${CLAIM.nickname}")))
                .createdId();

        try {
            assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.SET_UP);
        } finally {
            house.realm().rest().delete(address + "/" + mapper);
        }
        assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.LET_IN);
    }

    @Test
    void aTrustThatWasStoredWithoutAFingerprintCountsForNobodyUnlessOneIsStoredWithIt() {
        Visitor visitor = house.visitor("imported");
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        ObjectNode saved = (ObjectNode) house.realm().action(TestRealm.POLICY);
        ObjectNode names = saved.deepCopy();
        names.withObject("/config").remove("providerFingerprints");
        String address = "/authentication/required-actions/" + TestRealm.POLICY;
        try {
            house.realm().rest().put(address, names);
            assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.SET_UP);

            house.realm().rest().put(address, saved);
            assertThat(Passage.of(browser.fork().openLogin()).kind()).isEqualTo(Kind.LET_IN);
        } finally {
            house.realm().configure(TRUST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIGURE_TOTP",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "webauthn-register",
                "webauthn-register-passwordless",
                "delete_credential",
                "two-factor-setup",
                "two-factor-recovery-codes"
            })
    void aChangeNeedsTheCodeAllTheSame(String action) {
        Visitor visitor = known("change-" + action.toLowerCase(Locale.ROOT));
        String parameter = action.equals("delete_credential")
                ? action + ":" + visitor.user().credentials("otp").get(0).id()
                : action;
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        assertThat(Passage.of(browser.openLogin()).kind()).isEqualTo(Kind.LET_IN);

        assertThat(Passage.of(browser.fork().openLogin(Map.of("kc_action", parameter)))
                        .kind())
                .as("by the cookie")
                .isEqualTo(Kind.ASKED);
        BrowserSession inOneGo = visitor.browser()
                .openLogin(Map.of("kc_action", parameter))
                .follow("#social-" + House.PARTNER)
                .signIn(visitor.name(), TestRealm.PASSWORD);
        assertThat(Passage.of(inOneGo).kind()).as("in the sign-in through it").isEqualTo(Kind.ASKED);
        visitor.user().requiredActions(action);
        assertThat(BrowserDoor.BROKER.walk(visitor).kind())
                .as("put on the user")
                .isEqualTo(Kind.ASKED);
        assertThat(visitor.user().credentials("otp")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_EMAIL", "UPDATE_PASSWORD", "UPDATE_PROFILE", "idp_link:" + House.PARTNER_TO_LINK})
    void anActionThatSomebodyStartsNeedsTheCodeAllTheSame(String action) {
        Visitor visitor = known("started-" + action.toLowerCase(Locale.ROOT).replaceAll("\\W.*", ""));
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();

        assertThat(Passage.of(browser.openLogin(Map.of("kc_action", action))).kind())
                .as("by the cookie")
                .isEqualTo(Kind.ASKED);
        BrowserSession inOneGo = visitor.browser()
                .openLogin(Map.of("kc_action", action))
                .follow("#social-" + House.PARTNER)
                .signIn(visitor.name(), TestRealm.PASSWORD);
        assertThat(Passage.of(inOneGo).kind()).as("in the sign-in through it").isEqualTo(Kind.ASKED);
    }

    @Test
    void whoOwnsNoFactorStartsAnActionAsTheProviderVouches() {
        Visitor visitor = house.visitor("starts-without");
        assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);

        BrowserSession page = visitor.browser()
                .openLogin(Map.of("kc_action", "UPDATE_PROFILE"))
                .follow("#social-" + House.PARTNER)
                .signIn(visitor.name(), TestRealm.PASSWORD);

        assertThat(page.page().has("#kc-update-profile-form"))
                .as(page.page().text())
                .isTrue();
    }

    @Test
    void aLinkWhoseIdAMapperMakesLetsInWhomNobodyRequires() {
        String address = "/identity-provider/instances/" + House.PARTNER + "/mappers";
        String mapper = house.realm()
                .rest()
                .post(
                        address,
                        Map.of(
                                "name",
                                "id-of-name",
                                "identityProviderAlias",
                                House.PARTNER,
                                "identityProviderMapper",
                                "oidc-username-idp-mapper",
                                "config",
                                Map.of(
                                        "syncMode",
                                        "FORCE",
                                        "target",
                                        "BROKER_ID",
                                        "template",
                                        "${CLAIM.preferred_username}")))
                .createdId();
        try {
            assertThat(house.realm().configure(Map.of()).ok()).isTrue();
            Visitor visitor = unlinked(house.visitor("mapped-id"));
            visitor.user()
                    .rest()
                    .post(
                            "/federated-identity/" + House.PARTNER,
                            Map.of("userId", visitor.name(), "userName", visitor.name()));

            assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
            assertThat(BrowserDoor.BROKER.walk(visitor).kind()).isEqualTo(Kind.LET_IN);
        } finally {
            house.realm().rest().delete(address + "/" + mapper);
            house.realm().configure(TRUST);
        }
    }

    @Test
    void anAliasThatTheRealmDoesNotHaveIsRefusedByName() {
        RestAnswer answer = house.realm()
                .configure(Map.of("requireEveryone", "true", "trustedIdentityProviders", "partner##no-such-provider"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("Who: trusted identity providers (trustedIdentityProviders)")
                .contains("no-such-provider");
    }

    /** Enrolled, and has once given a code in a sign-in through the provider. */
    private Visitor known(String name) {
        Visitor visitor = house.enrolled(name);
        Passage passage = BrowserDoor.BROKER.walk(visitor).type(visitor.code());
        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.LET_IN);
        return visitor;
    }

    /** The same with a row as versions before this one wrote it. */
    private Visitor earlier(String name) {
        Visitor visitor = house.enrolled(name);
        byte[] there = house.partner().find(name).id().getBytes(StandardCharsets.UTF_8);
        visitor.user()
                .update(Map.of(
                        "credentials",
                        List.of(Map.of(
                                "type",
                                PROVED,
                                "userLabel",
                                House.PARTNER,
                                "createdDate",
                                house.realm().server().clock().now().toEpochMilli(),
                                "secretData",
                                "{}",
                                "credentialData",
                                "{\"user\":\"" + Base64.getUrlEncoder().encodeToString(there) + "\"}"))));
        return visitor;
    }

    /** Puts another account of the provider behind the visitor's link. */
    private void relink(Visitor visitor, String name) {
        TestUser other = house.partner().user(name);
        unlinked(visitor)
                .user()
                .rest()
                .post("/federated-identity/" + House.PARTNER, Map.of("userId", other.id(), "userName", other.name()));
    }

    private static Passage throughOther(Visitor visitor, String name) {
        return through(visitor, House.PARTNER, name);
    }

    private static Passage through(Visitor visitor, String alias, String name) {
        return Passage.of(
                visitor.browser().openLogin().follow("#social-" + alias).signIn(name, TestRealm.PASSWORD));
    }

    private static Visitor unlinked(Visitor visitor) {
        visitor.user().rest().delete("/federated-identity/" + House.PARTNER);
        return visitor;
    }

    /** Comes with an account of the same name, and links it by the password that the thief knows. */
    private static Passage linkByPassword(Visitor visitor) {
        BrowserSession browser = BrowserDoor.BROKER.walk(visitor).browser();
        if (browser.page().has("[value=linkAccount]")) {
            browser.submit("form", Map.of("submitAction", "linkAccount"));
        }
        return Passage.of(browser.signIn(visitor.name(), TestRealm.PASSWORD));
    }

    private void linksByPasswordAlone() {
        String flow = "link-by-password";
        house.realm().flows().create(flow, "idp-detect-existing-broker-user", "idp-username-password-form");
        String address = "/identity-provider/instances/" + House.PARTNER;
        ObjectNode provider = (ObjectNode) house.realm().rest().get(address);
        house.realm().rest().put(address, provider.put("firstBrokerLoginFlowAlias", flow));
    }
}
