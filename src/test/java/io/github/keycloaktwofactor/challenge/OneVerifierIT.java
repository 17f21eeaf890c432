package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.attempt.Site;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestEvent;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 1: one code path decides, wherever on the server a code is typed. */
@Tag("fast")
class OneVerifierIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm = Site.H2.realm(Map.of());
        realm.client("bare", Map.of()).client("built", Map.of());
        realm.flows().bindPasswordOnly("bare");
        String flow = realm.flows().create("built", "auth-username-password-form", "two-factor-challenge");
        realm.updateClient("built", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCodeThatWasAcceptedInOnePlaceIsUsedInEvery(Place first) {
        EnrolledUser person = EnrolledUser.enrolled(realm, "used-" + first);
        String code = person.nextCode();
        assertThat(first.post(person, code)).isEqualTo(Answer.SIGNED_IN);

        for (Place place : Place.values()) {
            assertThat(place.post(person, code)).as("at %s", place).isEqualTo(Answer.USED);
            assertThat(newest(person).detail("two_factor")).isEqualTo("totp");
        }
        assertThat(person.refusals()).containsExactly("used", "used", "used", "used");
        assertThat(first.post(person, person.nextCode())).isEqualTo(Answer.SIGNED_IN);
    }

    @ParameterizedTest
    @EnumSource
    void aRecoveryCodeThatWasAcceptedInOnePlaceIsUsedInEvery(Place first) {
        EnrolledUser person = EnrolledUser.enrolled(realm, "recovery-" + first);
        String code = person.recoveryCodes().get(first.ordinal());
        assertThat(first.post(person, code)).isEqualTo(Answer.SIGNED_IN);

        for (Place place : Place.values()) {
            assertThat(place.post(person, code)).as("at %s", place).isEqualTo(Answer.USED);
            assertThat(newest(person).detail("two_factor")).isEqualTo("recovery-code");
        }
        assertThat(first.post(person, person.recoveryCodes().get(7))).isEqualTo(Answer.SIGNED_IN);
    }

    @Test
    void wrongCodesOfAllPlacesShareOneCounterAndTheWaitHoldsInAllOfThem() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "shared-counter");
        for (int i = 0; i < 5; i++) {
            Place place = Place.values()[i % Place.values().length];
            assertThat(place.post(person, person.wrongCode())).isEqualTo(Answer.WRONG);
        }
        // The password grant is the sixth: it tells of no wait, but starts one.
        assertThat(Place.PASSWORD_GRANT.post(person, person.wrongCode())).isEqualTo(Answer.WRONG);

        for (Place place : Place.values()) {
            assertThat(place.post(person, person.codeToCome()))
                    .as("at %s", place)
                    .isEqualTo(Answer.WAITING);
        }
        assertThat(person.refusals())
                .containsExactly(
                        "wrong", "wrong", "wrong", "wrong", "wrong", "wrong", "waiting", "waiting", "waiting",
                        "waiting");
    }

    @Test
    void aSuccessInOnePlaceEndsTheCountOfAll() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "shared-success");
        person.wrongCodes(5);
        assertThat(Place.PASSWORD_GRANT.post(person, person.nextCode())).isEqualTo(Answer.SIGNED_IN);

        assertThat(person.wrongCodes(5).page().text())
                .contains("1 try left before you have to wait.")
                .doesNotContain("You can try again in");
    }

    @Test
    void thePasswordGrantAnswersEveryRefusalLikeAWrongPassword() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "same-words");
        String used = person.nextCode();
        assertThat(grant(person, used).ok()).isTrue();
        Tokens wrong = realm.directGrant("same-words", "not the password", person.codeToCome());

        assertThat(wrong.error()).isEqualTo("invalid_grant");
        assertThat(wrong.errorDescription()).isEqualTo("Invalid user credentials");
        assertThat(grant(person, used)).isEqualTo(wrong);
        assertThat(grant(person, null)).isEqualTo(wrong);
        assertThat(grant(person, "")).isEqualTo(wrong);
        assertThat(grant(person, "12345")).isEqualTo(wrong);
        assertThat(grant(person, "ZZZZ-ZZZZ")).isEqualTo(wrong);
        for (int i = 0; i < 5; i++) {
            assertThat(grant(person, person.wrongCode())).isEqualTo(wrong);
        }
        assertThat(grant(person, person.codeToCome())).isEqualTo(wrong);
        assertThat(person.refusals()).endsWith("waiting");
        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(grant(person, person.nextCode()).ok()).isTrue();
    }

    @Test
    void anAcceptedCodeIsNamedInTheEventOfTheSignIn() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "named");
        realm.clearEvents();
        assertThat(person.post(person.nextCode()).signedIn()).isTrue();
        assertThat(person.postRecovery(person.recoveryCodes().get(0)).signedIn())
                .isTrue();
        assertThat(grant(person, person.nextCode()).ok()).isTrue();

        assertThat(realm.events("LOGIN"))
                .extracting(event -> event.detail("two_factor"))
                .containsExactly("totp", "recovery-code", "totp");
    }

    private static TestEvent newest(EnrolledUser person) {
        return person.errors().findFirst().orElseThrow();
    }

    private static Tokens grant(EnrolledUser person, String totp) {
        return realm.directGrant(person.user().name(), TestRealm.PASSWORD, totp);
    }

    private enum Answer {
        SIGNED_IN,
        WRONG,
        USED,
        WAITING
    }

    /** Where on the server a code can be typed. */
    private enum Place {
        /** Where the stock browser flow has its OTP form. */
        STOCK_FLOW("app"),
        /** A flow that asks for a password alone: the guard asks. */
        GUARD("bare"),
        /** A flow that somebody built with our step. */
        OWN_STEP("built"),
        PASSWORD_GRANT("app") {
            @Override
            Answer post(EnrolledUser person, String code) {
                Tokens tokens = grant(person, code);
                return tokens.ok() ? Answer.SIGNED_IN : refusal(person);
            }
        };

        private final String client;

        Place(String client) {
            this.client = client;
        }

        /** Posts the code in a sign-in of its own and reads the answer off the page and the event, which must agree. */
        Answer post(EnrolledUser person, String code) {
            BrowserSession browser = person.codePage(client)
                    .press("verify", Map.of("code", code))
                    .onward();
            if (browser.signedIn()) {
                return Answer.SIGNED_IN;
            }
            Answer answer = refusal(person);
            assertThat(browser.page().text())
                    .contains(
                            switch (answer) {
                                case USED -> "code has already been used";
                                case WAITING -> "You can try again in";
                                default -> "code did not match";
                            });
            return answer;
        }

        Answer refusal(EnrolledUser person) {
            TestEvent event = newest(person);
            assertThat(event.error()).isEqualTo("invalid_user_credentials");
            assertThat(event.clientId()).isEqualTo(client);
            return switch (String.valueOf(event.detail("two_factor_reason"))) {
                case "used" -> Answer.USED;
                case "waiting" -> Answer.WAITING;
                case "wrong" -> Answer.WRONG;
                default -> throw new AssertionError(event);
            };
        }
    }
}
