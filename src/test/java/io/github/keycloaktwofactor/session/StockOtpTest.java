package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;

/** What Keycloak's list of passed steps proves of a code, second 1000 being when the step of the id {@code step} was passed. */
class StockOtpTest {

    private final UserSessionModel session = mock(UserSessionModel.class, RETURNS_DEEP_STUBS);

    @BeforeEach
    void passed() {
        lenient().when(session.getNote(anyString())).thenReturn(null);
        lenient().when(session.getBrokerSessionId()).thenReturn(null);
        lenient().when(session.getBrokerUserId()).thenReturn(null);
        lenient()
                .when(session.getRealm().getAuthenticationExecutionById(anyString()))
                .thenReturn(null);
        note(Constants.AUTHENTICATORS_COMPLETED, "{\"password\":990,\"step\":1000}");
        step("password", "auth-username-password-form");
        step("step", "auth-otp-form");
        authenticator(999_999L);
    }

    @Test
    void aPassedStepOfAUserWhoStillHasTheAuthenticatorCounts() {
        assertThat(new StockOtp(session).passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "auth-otp-form, true",
        "direct-grant-validate-otp, true",
        "auth-username-password-form, false",
        "two-factor-challenge, false",
        "webauthn-authenticator, false"
    })
    void onlyTheStepsThatCheckACodeCount(String authenticator, boolean counts) {
        step("step", authenticator);

        assertThat(new StockOtp(session).passed()).isEqualTo(counts);
    }

    @Test
    void aStepThatTheRealmNoLongerHasCountsForNothing() {
        lenient()
                .when(session.getRealm().getAuthenticationExecutionById("step"))
                .thenReturn(null);

        assertThat(new StockOtp(session).passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000000, true", "1000001, false", ", false"})
    void anAuthenticatorThatMayBeYoungerThanTheStepIsNotTheOneThatWasUsed(Long created, boolean counts) {
        authenticator(created);

        assertThat(new StockOtp(session).passed()).isEqualTo(counts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity_provider", "EXTERNAL_IDENTITY_PROVIDER"})
    void aListThatAMapperOfAProviderMayHaveWrittenCountsForNothing(String providers) {
        note(providers, "partner");

        assertThat(new StockOtp(session).passed()).isFalse();
    }

    @Test
    void norDoesAnyInASessionOfAProvidersUser() {
        lenient().when(session.getBrokerUserId()).thenReturn("partner.4711");

        assertThat(new StockOtp(session).passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "not json", "{\"step\":\"soon\"}"})
    void aListThatCannotBeReadProvesNothing(String list) {
        note(Constants.AUTHENTICATORS_COMPLETED, list);

        assertThat(new StockOtp(session).passed()).isFalse();
    }

    private void note(String name, String value) {
        lenient().when(session.getNote(name)).thenReturn(value);
    }

    private void step(String id, String authenticator) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setAuthenticator(authenticator);
        lenient().when(session.getRealm().getAuthenticationExecutionById(id)).thenReturn(step);
    }

    private void authenticator(Long created) {
        CredentialModel otp = new CredentialModel();
        otp.setCreatedDate(created);
        lenient()
                .when(session.getUser().credentialManager().getStoredCredentialsByTypeStream("otp"))
                .thenAnswer(call -> Stream.of(otp));
    }
}
