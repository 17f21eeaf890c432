package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.notification.Postbox.Letter;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changing the e-mail address of an account does not silence the mails about what is done next. */
class ChangedAddressIT {

    private static final String CHANGED = "The e-mail address of your account was changed";
    private static final String SET = "The e-mail address of your account was changed for you";
    private static final String PASSWORD_SET = "An administrator set a new password for you";
    private static final String ON = "Two-factor authentication was turned on";
    private static final String REPLACED = "Your authenticator app was replaced";

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Postbox POSTBOX = new Postbox();

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("smtpServer", POSTBOX.settings()));
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @AfterAll
    static void close() {
        POSTBOX.close();
    }

    @Test
    void theAddressBeforeIsToldOfTheChangeAndOfTheReplacedApp() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "victim");
        assertThat(own(person).changeTo("mallory@elsewhere.example")).isEqualTo(204);

        Letter changed = POSTBOX.await("victim@example.org", CHANGED);
        replaceApp(person);
        POSTBOX.await("victim@example.org", REPLACED);
        flush();

        assertThat(changed.text())
                .contains("The e-mail address of victim was changed to m…@elsewhere.example.")
                .containsPattern("- When: .* UTC\n- Browser: Linux\n- IP address: 127\\.")
                .contains("Wasn't you?", "1. Contact support at once.");
        assertThat(changed.html()).contains("was changed to m…@elsewhere.example.");
        assertThat(POSTBOX.subjects("victim@example.org")).containsExactly(ON, CHANGED, REPLACED);
        assertThat(POSTBOX.subjects("mallory@elsewhere.example"))
                .as("an address that nobody has verified")
                .isEmpty();
    }

    @Test
    void aSecondChangeHidesNothingNorDoesTheWayBackToAnAddressThatIsNotVerifiedAnyMore() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "twice");
        OwnAddress own = own(person);
        own.changeTo("one@elsewhere.example");
        own.changeTo("two@elsewhere.example");
        own.changeTo("twice@example.org");
        assertThat(person.user().rest().get("").path("emailVerified").asBoolean())
                .isFalse();

        replaceApp(person);
        POSTBOX.await("twice@example.org", REPLACED);

        assertThat(POSTBOX.subjects("twice@example.org")).containsExactly(ON, CHANGED, CHANGED, CHANGED, REPLACED);
    }

    @Test
    void twoVerifiedAddressesInARowAreBothTold() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "moved");
        person.user().update(Map.of("email", "moved-1@example.org", "emailVerified", true));
        POSTBOX.await("moved@example.org", SET);
        own(person).changeTo("mallory-2@elsewhere.example");

        replaceApp(person);

        POSTBOX.await("moved-1@example.org", REPLACED);
        POSTBOX.await("moved@example.org", REPLACED);
        assertThat(POSTBOX.subjects("moved-1@example.org")).containsExactly(SET, CHANGED, REPLACED);
    }

    @Test
    void afterFourteenDaysTheAddressBeforeIsToldNothing() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "long-ago");
        own(person).changeTo("now@example.org");
        POSTBOX.await("long-ago@example.org", CHANGED);
        SERVER.clock().advance(Duration.ofDays(14).minusMinutes(10));
        replaceApp(person);
        POSTBOX.await("long-ago@example.org", REPLACED);
        SERVER.clock().advance(Duration.ofMinutes(11));
        person.user().update(Map.of("emailVerified", true));

        person.wrongCodes(3);

        POSTBOX.await("now@example.org", "Someone may know your password");
        assertThat(POSTBOX.subjects("long-ago@example.org")).containsExactly(ON, CHANGED, REPLACED);
    }

    @Test
    void anAddressThatWasNotVerifiedIsSomebodyElsesAndIsToldNothing() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "mistyped");
        person.user().update(Map.of("emailVerified", false));
        own(person).changeTo("right@example.org");
        person.user().update(Map.of("emailVerified", true));

        replaceApp(person);

        POSTBOX.await("right@example.org", REPLACED);
        assertThat(POSTBOX.subjects("mistyped@example.org")).containsExactly(ON);
        assertThat(POSTBOX.subjects("right@example.org")).containsExactly(REPLACED);
    }

    @Test
    void whatAnAdministratorChangesIsToldWithoutFromWhereAndGivenBackItEndsTheMailsInBetween() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "helped");
        person.user().update(Map.of("email", "taken@elsewhere.example", "emailVerified", true));

        Letter set = POSTBOX.await("helped@example.org", SET);
        POSTBOX.await("taken@elsewhere.example", SET);
        assertThat(set.text())
                .contains("The e-mail address of helped was changed to t…@elsewhere.example, by an administrator or by"
                        + " the service")
                .containsPattern("- When: .* UTC\n\nIf you did not expect this")
                .contains("If you did not expect this, contact support at once.")
                .doesNotContain("127.")
                .doesNotContain("Wasn't you");

        person.user().update(Map.of("email", "helped@example.org", "emailVerified", true));
        POSTBOX.await("taken@elsewhere.example", 2);
        replaceApp(person);
        POSTBOX.await("helped@example.org", REPLACED);
        flush();

        assertThat(POSTBOX.subjects("taken@elsewhere.example")).containsExactly(SET, SET);
    }

    @Test
    void anAddressThatIsTakenAwayIsTold() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "bare");
        person.user().update(Map.of("email", ""));

        assertThat(POSTBOX.await("bare@example.org", SET).text())
                .contains("The e-mail address of bare was changed to no address, by");
    }

    @Test
    void whatAnIdentityProviderBringsIsTold() {
        try (TestRealm partner = SERVER.realm()) {
            EnrolledUser person = EnrolledUser.enrolled(realm, "brokered");
            TestUser there = partner.user("brokered");
            there.update(Map.of("email", "other@elsewhere.example", "emailVerified", true));
            identityProvider(partner);
            person.user()
                    .rest()
                    .post("/federated-identity/partner", Map.of("userId", there.id(), "userName", there.name()));

            realm.browser().openLogin().follow("#social-partner").signIn("brokered", TestRealm.PASSWORD);
            Letter set = POSTBOX.await("brokered@example.org", SET);
            replaceApp(person);

            assertThat(set.text())
                    .contains("was changed to o…@elsewhere.example, by an administrator or by the service");
            POSTBOX.await("brokered@example.org", REPLACED);
        } finally {
            realm.rest().send("DELETE", "/identity-provider/instances/partner", null);
        }
    }

    @Test
    void keycloaksOwnPageForAnAddressIsTold() {
        try (TestRealm other = SERVER.realm()) {
            other.update(Map.of("smtpServer", POSTBOX.settings()));
            other.switchOn(Map.of("requireEveryone", "true"));
            other.enableAction("UPDATE_EMAIL", true);
            EnrolledUser person = EnrolledUser.enrolled(other, "pager");

            other.browser()
                    .openLogin(Map.of("kc_action", "UPDATE_EMAIL"))
                    .signIn("pager", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", person.nextCode()))
                    .submit("form", Map.of("email", "page@elsewhere.example"));

            assertThat(POSTBOX.await("pager@example.org", CHANGED).text())
                    .containsPattern(
                            "was changed to p…@elsewhere.example\\.\n\n- When: .* UTC\n- Browser: Linux\n- IP address: 127\\.");
        }
    }

    @Test
    void keycloaksOwnPageForTheProfileIsTold() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "profiled");

        realm.browser()
                .openLogin(Map.of("kc_action", "UPDATE_PROFILE"))
                .signIn("profiled", TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .submit("#kc-update-profile-form", Map.of("email", "profile@elsewhere.example"));

        assertThat(POSTBOX.await("profiled@example.org", CHANGED).text())
                .containsPattern(
                        "was changed to p…@elsewhere.example\\.\n\n- When: .* UTC\n- Browser: Linux\n- IP address: 127\\.");
    }

    @Test
    void whoHasNoTwoFactorIsNotToldOfTheAddressButTheAddressBeforeIsToldOfTheSetUp() {
        try (TestRealm free = SERVER.realm()) {
            free.update(Map.of("smtpServer", POSTBOX.settings()));
            free.switchOn(Map.of("requireEveryone", "false"));
            TestUser user = free.user("later");
            user.update(Map.of("email", "later-2@example.org", "emailVerified", true));
            BrowserSession browser = free.browser()
                    .openLogin(Map.of("kc_action", "two-factor-setup"))
                    .signIn("later", TestRealm.PASSWORD)
                    .press("enable");
            browser.press(
                    "confirm",
                    Map.of(
                            "code",
                            EnrolledUser.scanned(browser).code(SERVER.clock().now())));

            POSTBOX.await("later@example.org", ON);
            POSTBOX.await("later-2@example.org", ON);
            assertThat(POSTBOX.subjects("later@example.org")).containsExactly(ON);
        }
    }

    @Test
    void whileTwoFactorIsOffNothingIsKeptNorTold() {
        try (TestRealm other = SERVER.realm()) {
            other.update(Map.of("smtpServer", POSTBOX.settings()));
            TestUser user = other.user("stock");
            user.importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
            user.update(Map.of("email", "stock-2@example.org", "emailVerified", true));
            user.password("another");
            other.switchOn(Map.of("requireEveryone", "true"));

            user.password("third");

            POSTBOX.await("stock-2@example.org", PASSWORD_SET);
            assertThat(POSTBOX.subjects("stock@example.org")).isEmpty();
            assertThat(POSTBOX.subjects("stock-2@example.org")).containsExactly(PASSWORD_SET);
        }
    }

    @Test
    void aPasswordThatAnAdministratorSetsIsToldHoweverItIsSet() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "reset");
        person.user().password("another");

        assertThat(POSTBOX.await("reset@example.org", PASSWORD_SET).text())
                .containsPattern("An administrator set a new password for reset\\.\n\n- When: .* UTC\n")
                .contains("If you did not expect this, contact support at once.")
                .doesNotContain("127.");

        person.user()
                .update(Map.of(
                        "credentials", List.of(Map.of("type", "password", "value", "third", "temporary", false))));
        POSTBOX.await("reset@example.org", 3);
        person.user().update(Map.of("firstName", "Other"));
        flush();

        assertThat(POSTBOX.subjects("reset@example.org")).containsExactly(ON, PASSWORD_SET, PASSWORD_SET);
    }

    private static OwnAddress own(EnrolledUser person) {
        BrowserSession browser = person.codePage().press("verify", Map.of("code", person.nextCode()));
        return new OwnAddress(
                person.realm(), person.user().name(), browser.tokens().accessToken());
    }

    private static void replaceApp(EnrolledUser person) {
        BrowserSession card = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
        card.press("replace");
        card.press(
                "confirm",
                Map.of("code", EnrolledUser.scanned(card).code(SERVER.clock().now())));
    }

    /** Its word on the address is taken at each sign-in. */
    private static void identityProvider(TestRealm partner) {
        partner.client(
                "relying-realm",
                Map.of(
                        "publicClient",
                        false,
                        "secret",
                        "broker-secret",
                        "redirectUris",
                        List.of(realm.url("/broker/*"))));
        String there = partner.url("/protocol/openid-connect");
        Map<String, Object> provider = new HashMap<>(Map.of("alias", "partner", "providerId", "oidc", "enabled", true));
        provider.put("trustEmail", true);
        provider.put(
                "config",
                Map.of(
                        "authorizationUrl", there + "/auth",
                        "tokenUrl", there + "/token",
                        "userInfoUrl", there + "/userinfo",
                        "clientId", "relying-realm",
                        "clientSecret", "broker-secret",
                        "clientAuthMethod", "client_secret_post",
                        "defaultScope", "openid profile email",
                        "validateSignature", "false",
                        "syncMode", "FORCE"));
        realm.rest().post("/identity-provider/instances", provider);
    }

    /** Waits until all mails that are under way have come. */
    private static void flush() {
        // The mails of a realm go one after the other.
        String name = "flush-" + System.nanoTime();
        EnrolledUser.enrolled(realm, name);
        POSTBOX.await(name + "@example.org", ON);
    }
}
