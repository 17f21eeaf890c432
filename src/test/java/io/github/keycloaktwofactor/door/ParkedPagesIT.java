package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 9 at the moment of the post: a page of Keycloak's own that was opened with the password alone does nothing once
 * the second factor concerns its person.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ParkedPagesIT {

    @AutoClose
    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        house.realm().switchOn(Map.of("requireEveryone", "true"));
        house.realm().client("consenting", Map.of("consentRequired", true));
        house.realm().flows().bindPasswordOnly("consenting");
    }

    @ParameterizedTest
    @EnumSource
    void aPageThatIsPostedLaterDoesNothing(ParkedPage page) {
        assumeThat(page.existsIn(house)).isTrue();
        ParkedPage.Attempt attempt = page.attempt(house);

        assertThat(attempt.after().kind()).as(attempt.after().toString()).isEqualTo(Kind.ASKED);
        attempt.assertUnchanged();
    }

    @Test
    void noOtherWayOfSendingItHelps() {
        Visitor visitor = house.visitor("parked-otherwise");
        BrowserSession parked = ParkedPage.ACCOUNT.open(visitor);
        visitor.user().importOtp(ParkedPage.SECRET);
        String address = parked.action("");

        for (String spelled : List.of(
                address.replace("required-action", "required%2Daction"),
                address.replace("required-action", "required-action/"),
                address.replace("/required-action", "//required-action"),
                address.replace("required-action", "required-action;a=b"),
                address.replace("login-actions", "login%2Dactions"),
                address.replace("login-actions", "login-actions;a=b"),
                address + "&execution=two-factor-policy",
                address.replace("execution=", "execution=two-factor-policy&execution="),
                address.replace("execution=", "Execution=") + "&execution=two-factor-policy",
                address.replace("execution=", "execution=two-factor-policy&EXECUTION="))) {
            BrowserSession posted = parked.fork().post(spelled, List.of());
            assertThat(visitor.user().rest().send("GET", "", null).ok())
                    .as(spelled)
                    .isTrue();
            assertThat(posted.signedIn()).as(spelled).isFalse();
        }
        assertThat(Passage.of(parked.open(address)).kind()).isEqualTo(Kind.ASKED);
        assertThat(visitor.user().rest().send("GET", "", null).ok()).isTrue();
    }

    @Test
    void aQuestionForConsentThatIsAnsweredLaterAllowsNothing() {
        for (String client : List.of("consenting", House.DEVICE)) {
            Visitor visitor = house.visitor("parked-" + client);
            DeviceCode device = DeviceCode.ask(house.realm());
            BrowserSession parked = house.realm()
                    .beforeThePolicy(() -> visitor.browser()
                            .open(
                                    client.equals(House.DEVICE)
                                            ? device.address()
                                            : house.realm().authUrl(client, Map.of("scope", "openid offline_access")))
                            .signIn(visitor.name(), TestRealm.PASSWORD));
            assertThat(parked.page().has("#kc-oauth")).isTrue();
            visitor.user().importOtp(ParkedPage.SECRET);
            Footprint footprint = new Footprint(visitor, parked);

            Passage after = Passage.of(parked.submit("form", Map.of("accept", "Yes")));

            assertThat(after.kind()).as(after.toString()).isEqualTo(Kind.ASKED);
            footprint.assertUnchanged();
            assertThat(footprint.refusal().detail("two_factor_reason")).isEqualTo("sent-back");
            if (client.equals(House.DEVICE)) {
                assertThat(device.tokens().error()).isEqualTo("authorization_pending");
            }
        }
    }
}
