package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 9, taking away needs proof: somebody who has the password, the mailbox or a session without the second factor neither
 * removes nor replaces nor adds a factor of an enrolled account.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TakingAwayNeedsProofIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "true"));
    }

    /** The stock actions are on, the guard stands last, as the admin console registers it. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "CONFIGURE_TOTP",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "WEBAUTHN_REGISTER",
                "WEBAUTHN_REGISTER_PASSWORDLESS",
                "DELETE_CREDENTIAL",
                "SETUP",
                "RECOVERY_CODES"
            })
    void noActionChangesAFactorBeforeTheCode(ActionDoor door) {
        Visitor visitor = house.enrolled("action-" + door.label());
        house.realm().actionPriority(TestRealm.POLICY, 5000);
        List<String> before = factors(visitor);

        BrowserSession browser = door.start(visitor);

        assertThat(Passage.of(browser).kind()).isEqualTo(Kind.ASKED);
        for (Map<String, String> form : List.of(
                Map.of("do", "regenerate"),
                Map.of("do", "enable"),
                Map.of("do", "continue", "saved", "on"),
                Map.of("accept", "Yes"),
                Map.of("totp", "000000", "totpSecret", "aaaaaaaaaaaaaaaaaaaa", "userLabel", "mine"),
                Map.of("recoveryCodesAuthn", "AAAA,BBBB", "generatedAt", "1", "userLabel", "mine"),
                Map.of("attestationObject", "AA", "clientDataJSON", "AA", "publicKeyCredentialId", "AA"))) {
            BrowserSession posted = browser.fork().post(browser.action("verify"), List.copyOf(form.entrySet()));
            assertThat(Passage.of(posted).pastTheSecondFactor())
                    .as(form.toString())
                    .isFalse();
        }
        assertThat(factors(visitor)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_MAIL", "RESET_MAIL_ELSEWHERE"})
    void theStockResetFlowTakesNoFactorAway(BrowserDoor door) {
        Visitor visitor = house.enrolled("reset-" + door.label());
        house.realm().actionPriority(TestRealm.POLICY, 5000);
        List<String> before = factors(visitor);

        Passage passage = door.walk(visitor);
        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.ASKED);
        assertThat(visitor.user().requiredActions()).doesNotContain("CONFIGURE_TOTP");
        Passage after = passage.type(visitor.code());

        assertThat(after.browser().page().has("#kc-passwd-update-form"))
                .as(after.toString())
                .isTrue();
        assertThat(factors(visitor)).isEqualTo(before);
    }

    @Test
    void anAdministratorsMailIsGoodOnceAndNeverForTheFactorAlone() {
        Visitor visitor = house.enrolled("mailed-twice");
        visitor.user().rest().put("/execute-actions-email", List.of("CONFIGURE_TOTP"));
        String link = house.mail().link(visitor.name());
        List<String> before = factors(visitor);

        for (int i = 0; i < 2; i++) {
            BrowserSession browser = visitor.browser().open(link);
            if (browser.page().has("#kc-info-message a")) {
                browser.follow("#kc-info-message a");
            }
            assertThat(Passage.of(browser).kind()).isIn(Kind.ASKED, Kind.STOPPED);
        }
        assertThat(factors(visitor)).isEqualTo(before);
    }

    @Test
    void aTokenOfASessionWithoutTheSecondFactorDeletesNothing() {
        Visitor visitor = house.enrolled("rest-unmarked");
        // With one alone it would be refused anyway.
        visitor.user()
                .importOtp(OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").label("Tablet"));
        BrowserSession session = beforeThePolicy(visitor);
        AccountRest account = rest(session);

        assertThat(account.offersToDelete("otp")).isFalse();
        assertThat(account.delete(visitor.user(), "otp")).isEqualTo(400);
        assertThat(visitor.user().credentials("otp")).hasSize(2);
    }

    @Test
    void aTokenOfASessionWithTheSecondFactorDeletesForAsLongAsItIsFresh() {
        Visitor visitor = house.enrolled("rest-marked");
        visitor.user()
                .importOtp(OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").label("Tablet"));
        AccountRest account = rest(signedIn(visitor));
        assertThat(account.offersToDelete("otp")).isTrue();
        house.realm().update(Map.of("accessTokenLifespan", 3600));
        AccountRest old = rest(signedIn(visitor));
        house.realm().server().clock().advance(Duration.ofSeconds(301));

        assertThat(old.offersToDelete("otp"))
                .as("by the action, which asks again")
                .isTrue();
        assertThat(old.delete(visitor.user(), "otp")).isEqualTo(400);
        assertThat(visitor.user().credentials("otp")).hasSize(2);
        AccountRest fresh = rest(signedIn(visitor));
        assertThat(fresh.delete(visitor.user(), "otp")).isEqualTo(204);
        assertThat(visitor.user().credentials("otp")).hasSize(1);
    }

    @Test
    void theLastAuthenticatorGoesOnThePageAloneWhichAsksWhatThePolicyAsks() {
        Visitor visitor = house.enrolled("rest-last");
        AccountRest account = rest(signedIn(visitor));

        assertThat(account.offersToDelete("otp")).isFalse();
        assertThat(account.delete(visitor.user(), "otp")).isEqualTo(400);
        assertThat(visitor.user().credentials("otp")).hasSize(1);
    }

    @Test
    void recoveryCodesAreNotDeletedThereAtAll() {
        house.realm().user("rest-codes");
        BrowserSession browser = house.realm().browser().signIn("rest-codes", TestRealm.PASSWORD);
        EnrolledUser.confirmed(house.realm(), browser, "rest-codes");
        Visitor visitor = new Visitor(house, house.realm().find("rest-codes"), null);

        assertThat(rest(browser).delete(visitor.user(), "two-factor-recovery-codes"))
                .isEqualTo(400);
        assertThat(visitor.user().credentials("two-factor-recovery-codes")).hasSize(1);
    }

    @Test
    void anAdministratorDeletesAsEver() {
        Visitor visitor = house.enrolled("by-admin");

        visitor.user().deleteCredential(visitor.user().credentials("otp").get(0).id());

        assertThat(visitor.user().credentials("otp")).isEmpty();
    }

    @Test
    void whileTheGuardIsOffTheAccountResourceIsStock() {
        Visitor visitor = house.enrolled("rest-stock");
        BrowserSession session = beforeThePolicy(visitor);
        AccountRest account = rest(session);
        house.realm().switchOff();
        try {
            assertThat(account.offersToDelete("otp")).isTrue();
            assertThat(account.delete(visitor.user(), "otp")).isEqualTo(204);
        } finally {
            house.realm().enableAction(TestRealm.POLICY, true);
        }
    }

    private static BrowserSession signedIn(Visitor visitor) {
        return visitor.browser()
                .signIn(visitor.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", visitor.code()));
    }

    /** A session whose application already holds its tokens when the policy is switched on. */
    private static BrowserSession beforeThePolicy(Visitor visitor) {
        return visitor.sessionFromBefore(Map.of());
    }

    /** With a token for the account resource that anybody who has the browser can get. */
    private AccountRest rest(BrowserSession session) {
        String client = session.page().uri().toString().contains("client_id=" + House.BARE) ? House.BARE : "app";
        return new AccountRest(house.realm(), session.tokens(client).accessToken());
    }

    private static List<String> factors(Visitor visitor) {
        return visitor.user().credentials().stream()
                .map(credential -> credential.id() + " " + credential.type())
                .sorted()
                .toList();
    }
}
