package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: what becomes of sessions from before a save required two-factor of their user, where no page can ask. */
class ExistingSessionsIT {

    private static final String ONLINE = "openid";
    private static final String OFFLINE = "openid offline_access";
    private static final String REFUSAL = "Two-factor authentication is required";
    private static final String KEEP = "UNTIL_THEY_END";

    private TestRealm realm;

    @BeforeEach
    void setUp() {
        realm = KeycloakServer.shared().realm();
        realm.realmRole("boss")
                .service("service", Map.of("attributes", Map.of("standard.token.exchange.enabled", "true")))
                .audience("app", "service")
                .resources("resources", Map.of())
                .switchOn(Map.of("requireEveryone", "false"));
    }

    @AfterEach
    void tearDown() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource({ONLINE + ", AT_ONCE", OFFLINE + ", AT_ONCE", ONLINE + "," + KEEP, OFFLINE + "," + KEEP})
    void aSessionFromBeforeTheSaveGoesOnOnlyWhereTheSettingSaysSo(String scope, String setting) {
        Tokens tokens = passwordGrant(realm.user("alice"), scope, null);

        save("requireEveryone", "true", "existingSessions", setting);

        Tokens once = realm.refresh(tokens.refreshToken());
        if (setting.equals(KEEP)) {
            passed(once);
            passed(realm.refresh(once.refreshToken()));
        } else {
            refused(once);
        }
    }

    @Test
    void itsTokensGoOnAtEveryGrantThatGoesOnWithASession() {
        Tokens tokens = passwordGrant(realm.user("alice"), ONLINE, null);
        save("requireEveryone", "true", "existingSessions", KEEP);

        passed(exchange(tokens));
        passed(permission(tokens));

        save("requireEveryone", "true", "existingSessions", "AT_ONCE");
        refused(exchange(tokens));
        refused(permission(tokens));
    }

    @Test
    void aSignInInTheBrowserIsAskedAllTheSame() {
        realm.user("alice");
        BrowserSession browser = realm.browser().signIn("alice", TestRealm.PASSWORD);
        assertThat(browser.signedIn()).isTrue();

        save("requireEveryone", "true", "existingSessions", KEEP);

        assertThat(Screen.of(browser.fork().openLogin())).isEqualTo(Screen.KEY);
        assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
    }

    @Test
    void aSessionThatBeganAfterTheSaveIsRefusedOnceItsUserHasTheRole() {
        save("requiredRoles", "boss", "existingSessions", KEEP);
        TestUser user = realm.user("alice");
        Tokens tokens = passwordGrant(user, ONLINE, null);
        passed(realm.refresh(tokens.refreshToken()));

        user.grant("boss");

        refused(realm.refresh(tokens.refreshToken()));
        refused(exchange(tokens));
        refused(permission(tokens));
    }

    @Test
    void noOtherSaveMakesASessionOneFromBefore() {
        save("requiredRoles", "boss", "existingSessions", KEEP);
        TestUser user = realm.user("alice");
        Tokens tokens = passwordGrant(user, ONLINE, null);
        user.grant("boss");

        save("requiredRoles", "boss", "existingSessions", KEEP, "supportText", "Call 117.");
        refused(realm.refresh(tokens.refreshToken()));
        save("requiredRoles", "boss", "existingSessions", KEEP, "requiredSince", "99999999999");
        refused(realm.refresh(tokens.refreshToken()));

        save("requireEveryone", "true", "existingSessions", KEEP);
        passed(realm.refresh(tokens.refreshToken()));
    }

    @Test
    void aSessionThatLostItsFactorIsNotOneFromBefore() {
        EnrolledUser person = EnrolledUser.imported(realm, "alice");
        Tokens tokens = passwordGrant(person.user(), OFFLINE, person.code());
        save("requireEveryone", "true", "existingSessions", KEEP);
        passed(realm.refresh(tokens.refreshToken()));

        person.user().deleteCredential(person.user().credentials("otp").get(0).id());

        refused(realm.refresh(tokens.refreshToken()));
    }

    @Test
    void nothingGoesOnWhereNothingSaysSinceWhenAndHealthSaysThat() {
        Tokens tokens = passwordGrant(realm.user("alice"), ONLINE, null);
        realm.server().clock().advance(Duration.ofSeconds(2));
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        action.withObject("/config").put("requireEveryone", "true").put("existingSessions", KEEP);
        realm.rest().put("/authentication/required-actions/" + TestRealm.POLICY, action);

        refused(realm.refresh(tokens.refreshToken()));
        assertThat(new Health(realm.server()).of(realm))
                .isEqualTo("on; existingSessions has no effect until the settings are saved: nothing says since when"
                        + " two-factor is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {ONLINE, OFFLINE})
    void aSessionThatPassedKeycloaksOwnOtpFormCountsAsVerified(String scope) {
        realm.switchOff();
        EnrolledUser person = enrolledLongAgo("alice");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("scope", scope))
                .signIn("alice", TestRealm.PASSWORD)
                .submit("#kc-otp-login-form", Map.of("otp", person.app().code(Instant.now())));
        Tokens tokens = browser.tokens();
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
        realm.enableAction(TestRealm.POLICY, true);

        save("requireEveryone", "true");

        passed(realm.refresh(tokens.refreshToken()));
        if (scope.equals(ONLINE)) {
            // One that began offline has no cookie that signs in.
            assertThat(Screen.of(browser.fork().openLogin()))
                    .as("a page can ask")
                    .isEqualTo(Screen.CODE);
        }

        person.user().deleteCredential(person.user().credentials("otp").get(0).id());
        refused(realm.refresh(tokens.refreshToken()));
        person.user().importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        refused(realm.refresh(tokens.refreshToken()));
    }

    @Test
    void soDoesOneThatPassedTheCodeOfKeycloaksOwnPasswordGrant() {
        realm.switchOff();
        EnrolledUser person = enrolledLongAgo("alice");
        Tokens tokens = passwordGrant(person.user(), OFFLINE, person.app().code(Instant.now()));
        realm.enableAction(TestRealm.POLICY, true);

        save("requireEveryone", "true");

        passed(realm.refresh(tokens.refreshToken()));
    }

    @Test
    void aPasswordAloneDoesNotThoughItsUserHasAnAuthenticatorSince() {
        realm.switchOff();
        TestUser user = realm.user("alice");
        Tokens tokens = passwordGrant(user, ONLINE, null);
        user.importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        realm.enableAction(TestRealm.POLICY, true);

        save("requireEveryone", "true");

        refused(realm.refresh(tokens.refreshToken()));
    }

    /** With the date that Keycloak gives to an authenticator that its own page sets up. */
    private EnrolledUser enrolledLongAgo(String name) {
        TestUser user = realm.user(name);
        OtpSpec spec = OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        user.update(
                Map.of(
                        "credentials",
                        List.of(
                                Map.of(
                                        "type",
                                        "otp",
                                        "createdDate",
                                        Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(),
                                        "secretData",
                                        "{\"value\":\"" + spec.secret() + "\"}",
                                        "credentialData",
                                        "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"secretEncoding\":\"BASE32\"}"))));
        return new EnrolledUser(realm, user, AuthenticatorApp.of(spec));
    }

    /** Two seconds later than what was before: sessions begin at whole seconds. */
    private void save(String... settings) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        realm.server().clock().advance(Duration.ofSeconds(2));
        assertThat(realm.configure(config).ok()).isTrue();
        realm.server().clock().advance(Duration.ofSeconds(2));
    }

    private Tokens passwordGrant(TestUser user, String scope, String code) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                "app",
                "scope",
                scope,
                "username",
                user.name(),
                "password",
                TestRealm.PASSWORD));
        if (code != null) {
            fields.put("totp", code);
        }
        Tokens tokens = realm.token(fields);
        passed(tokens);
        return tokens;
    }

    private Tokens exchange(Tokens tokens) {
        return realm.token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                "service",
                "client_secret",
                "secret",
                "subject_token",
                tokens.accessToken(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
    }

    private Tokens permission(Tokens tokens) {
        return realm.token(
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket", "audience", "resources"),
                Map.of("Authorization", "Bearer " + tokens.accessToken()));
    }

    private static void passed(Tokens tokens) {
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
    }

    private static void refused(Tokens tokens) {
        assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(400);
        assertThat(tokens.errorDescription()).isEqualTo(REFUSAL);
    }
}
