package io.github.keycloaktwofactor.page;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.sessions.AuthenticationSessionModel;

class PromptTest {

    @ParameterizedTest
    @CsvSource({
        ", login",
        "'', login",
        "login, login",
        "consent, login consent",
        "login consent, login consent",
        "consent login, login consent",
        "'select_account  consent', login consent",
        "select_account, login",
        "consents, login",
        "none, login",
        "create, login"
    })
    void aSignInIsAskedForBesideTheApplicationsQuestionForConsentAlone(@Nullable String asked, String prompt) {
        AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);
        when(authentication.getClientNote("prompt")).thenReturn(asked);

        Prompt.forLogin(authentication);

        verify(authentication).setClientNote("prompt", prompt);
    }
}
