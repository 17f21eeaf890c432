package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rule 6: a link to a trusted identity provider lets people in, so it is made by nobody whom the guard would not let in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientLinkingIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().realmRole("boss");
        house.realm().switchOn(Map.of("requiredRoles", "boss", "trustedIdentityProviders", House.PARTNER_TO_LINK));
    }

    @Test
    void aRefusedSessionLinksNobodysAccountThroughWhichToComeIn() {
        Visitor owner = house.visitor("owner", "boss");
        house.partner().user("thief");
        BrowserSession stolen = owner.sessionFromBefore(Map.of());

        BrowserSession linking = ClientLinking.link(owner, stolen, House.BARE, "thief");

        assertThat(ClientLinking.linked(owner)).as(linking.page().text()).isFalse();
        assertThat(linking.page().text()).contains("Sign in with two-factor authentication first");
        assertThat(house.realm()
                        .awaitEvent(
                                "FEDERATED_IDENTITY_LINK_ERROR",
                                event -> owner.user().id().equals(event.userId()))
                        .error())
                .isEqualTo("not_allowed");
        BrowserSession thief = owner.browser()
                .openLogin()
                .follow("#social-" + House.PARTNER_TO_LINK)
                .signIn("thief", TestRealm.PASSWORD);
        assertThat(house.realm().find("thief").id())
                .as("an account of the thief's own: " + thief.page().text())
                .isNotEqualTo(owner.user().id());
    }

    @Test
    void whoHasPassedTheSecondFactorLinksAsEver() {
        Visitor owner = house.enrolled("verified", "boss");
        BrowserSession browser =
                owner.password(owner.browser(), House.BARE, Map.of()).press("verify", Map.of("code", owner.code()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

        BrowserSession linking = ClientLinking.link(owner, browser, House.BARE, owner.name());

        assertThat(ClientLinking.linked(owner)).as(linking.page().text()).isTrue();
        assertThat(linking.leftTo()).isPresent();
    }

    @Test
    void anAdministratorLinksNothingInSomebodysName() {
        Visitor free = house.visitor("impersonated");
        house.partner().user("impersonator");
        for (String kind : List.of("by a client", "by the action")) {
            BrowserSession browser = free.browser();
            free.user().rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                    .map(header -> header.substring(0, header.indexOf(';')))
                    .forEach(cookie -> browser.plantCookie(
                            cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1)));

            if (kind.equals("by a client")) {
                BrowserSession linking = ClientLinking.link(free, browser.openLogin(), "app", "impersonator");
                assertThat(linking.page().text())
                        .contains("While you impersonate somebody you cannot set up or change how they sign in.")
                        .doesNotContain("Sign in with two-factor authentication first");
            } else {
                browser.openLogin(Map.of("kc_action", "idp_link:" + House.PARTNER_TO_LINK));
                if (Screen.of(browser) == Screen.LINK_ACCOUNT) {
                    browser.submit("form", Map.of("continue", "yes")).signIn("impersonator", TestRealm.PASSWORD);
                }
            }

            assertThat(ClientLinking.linked(free))
                    .as(kind + ": " + browser.page().text())
                    .isFalse();
        }
    }

    @Test
    void whoNeedsNoSecondFactorLinksAsEver() {
        Visitor free = house.visitor("free");

        ClientLinking.walk(free);

        assertThat(ClientLinking.linked(free)).isTrue();
    }

    @Test
    void whileTheGuardIsOffEverybodyLinksAsInStockKeycloak() {
        Visitor owner = house.visitor("stock", "boss");
        BrowserSession browser = owner.sessionFromBefore(Map.of());

        house.realm().beforeThePolicy(() -> ClientLinking.link(owner, browser, House.BARE, owner.name()));

        assertThat(ClientLinking.linked(owner)).isTrue();
    }

    /** By an action that was begun with the password alone, and left open while the owner enrolled. */
    @Test
    void anActionThatWasLeftOpenLinksNothingOnceTheOwnerIsEnrolled() {
        Visitor owner = house.visitor("parked");
        house.partner().user("parked-thief");
        BrowserSession browser =
                owner.password(owner.browser(), House.BARE, Map.of("kc_action", "idp_link:" + House.PARTNER_TO_LINK));
        assertThat(Screen.of(browser)).isEqualTo(Screen.LINK_ACCOUNT);
        browser.submit("form", Map.of("continue", "yes"));
        assertThat(Passage.of(browser).kind()).as(browser.page().text()).isEqualTo(Kind.FIRST_FACTOR);
        owner.user().importOtp(OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));

        browser.signIn("parked-thief", TestRealm.PASSWORD);

        assertThat(ClientLinking.linked(owner)).as(browser.page().text()).isFalse();
        assertThat(Screen.of(browser)).isNotEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void theSameActionLinksWhenTheCodeWasGiven() {
        Visitor owner = house.enrolled("action", "boss");
        BrowserSession browser = owner.password(
                        owner.browser(), House.BARE, Map.of("kc_action", "idp_link:" + House.PARTNER_TO_LINK))
                .press("verify", Map.of("code", owner.code()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.LINK_ACCOUNT);

        browser.submit("form", Map.of("continue", "yes")).signIn(owner.name(), TestRealm.PASSWORD);

        assertThat(ClientLinking.linked(owner)).as(browser.page().text()).isTrue();
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
    }
}
