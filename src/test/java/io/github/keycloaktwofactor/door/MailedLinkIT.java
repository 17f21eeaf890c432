package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
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
 * Rule 16, a first factor is bound to a proved person: somebody who reads another's mail sets nothing up with a link that is for
 * something else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MailedLinkIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("guest");
        house.realm().switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
    }

    @ParameterizedTest
    @EnumSource
    void aLinkThatIsForSomethingElseShowsNoKeyBeforeThePassword(OtherMailedLink link) {
        Visitor visitor = house.visitor("mailed-" + label(link));

        BrowserSession browser = link.open(visitor, visitor.browser());

        assertAskedForThePassword(browser);
        for (String button : List.of("enable", "confirm", "continue")) {
            BrowserSession posted = browser.fork()
                    .post(browser.action("restart"), List.of(Map.entry("do", button), Map.entry("code", "000000")));
            assertAskedForThePassword(posted);
        }
        assertThat(visitor.user().credentials("otp")).isEmpty();
        browser.reload().press("restart");
        assertThat(Passage.of(browser).kind()).as(browser.page().text()).isEqualTo(Kind.FIRST_FACTOR);
        Passage passage = Passage.of(browser.signIn(visitor.name(), TestRealm.PASSWORD));
        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
    }

    /** The policy asks nothing of them; an action waits that adds a factor. */
    @ParameterizedTest
    @EnumSource
    void norDoesItLeadToAnActionOfKeycloaksThatAddsAFactor(OtherMailedLink link) {
        Visitor visitor = house.visitor("action-" + label(link), "guest");
        visitor.user().requiredActions("CONFIGURE_TOTP");

        assertAskedForThePassword(link.open(visitor, visitor.browser()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_PROFILE", "VERIFY_EMAIL", "TERMS_AND_CONDITIONS"})
    void norDoesAnAdministratorsMailForOtherActions(String action) {
        Visitor visitor = house.visitor("other-" + action.toLowerCase(Locale.ROOT));

        assertAskedForThePassword(actionsMail(visitor, action));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-factor-setup", "CONFIGURE_TOTP", "webauthn-register", "UPDATE_PASSWORD"})
    void anAdministratorsMailForSettingUpOrForANewPasswordLeadsToTheSetUp(String action) {
        Visitor visitor = house.visitor("meant-" + action.toLowerCase(Locale.ROOT));

        Passage passage = Passage.of(actionsMail(visitor, action));

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
    }

    /** Nothing else could be asked of them: the same link has them choose the first password. */
    @Test
    void whoHasNoPasswordYetSetsBothUpByTheirMailbox() {
        Visitor visitor = house.visitor("no-password");
        Credential password = visitor.user().credentials("password").get(0);
        visitor.user().deleteCredential(password.id());
        assertAskedForThePassword(OtherMailedLink.VERIFICATION.open(visitor, visitor.browser()));
        visitor.user().requiredActions("UPDATE_PASSWORD");

        BrowserSession browser = OtherMailedLink.VERIFICATION.open(visitor, visitor.browser());
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.NEW_PASSWORD);
        browser.submit("#kc-passwd-update-form", Map.of("password-new", "chosen", "password-confirm", "chosen"));
        Passage passage = Passage.of(browser);

        assertThat(passage.kind()).as(passage.toString()).isEqualTo(Kind.SET_UP);
    }

    @Test
    void inABrowserWithASessionOfTheirOwnTheLinkIsWorthWhatTheSessionIs() {
        Visitor visitor = house.visitor("fresh-cookie");
        BrowserSession session = visitor.sessionFromBefore(Map.of());
        assertThat(Passage.of(OtherMailedLink.VERIFICATION.open(visitor, session.fork()))
                        .kind())
                .isEqualTo(Kind.SET_UP);

        visitor.realm().server().clock().advance(Duration.ofSeconds(301));

        assertAskedForThePassword(OtherMailedLink.VERIFICATION.open(visitor, session));
    }

    private static BrowserSession actionsMail(Visitor visitor, String action) {
        visitor.house().mail().empty();
        visitor.user().rest().put("/execute-actions-email", List.of(action));
        BrowserSession browser = visitor.browser().open(visitor.house().mail().link(visitor.name()));
        return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
    }

    private static void assertAskedForThePassword(BrowserSession browser) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(browser.page().body()).doesNotContain("otpauth:");
    }

    private static String label(OtherMailedLink link) {
        return link.name().toLowerCase(Locale.ROOT);
    }
}
