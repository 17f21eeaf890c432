package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

class MailedLinkTest {

    private final AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);
    private final UserModel user = mock(UserModel.class);

    @BeforeEach
    void owner() {
        when(user.getId()).thenReturn("owner");
    }

    @ParameterizedTest
    @CsvSource({
        "reset-credentials,true",
        "execute-actions,true",
        "verify-email,false",
        "update-email,false",
        "idp-verify-account-via-email,false",
        "ORGIVT,false",
        "something-else,false"
    })
    void linksThatGoToTheUsersMailboxCount(String type, boolean counts) {
        noted("owner", type);

        assertThat(wentToTheMailbox()).isEqualTo(counts);
    }

    @Test
    void aLinkOfSomebodyElseDoesNot() {
        noted("somebody else", "reset-credentials");

        assertThat(wentToTheMailbox()).isFalse();
    }

    @Test
    void aSignInWithoutALinkDoesNotNorOneWhoseTokenCannotBeRead() {
        assertThat(wentToTheMailbox()).isFalse();
        when(authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))
                .thenReturn("owner");
        assertThat(wentToTheMailbox()).isFalse();
        when(authentication.getAuthNote(Constants.KEY)).thenReturn("x.y.z");
        assertThat(wentToTheMailbox()).isFalse();
    }

    private boolean wentToTheMailbox() {
        return MailedLink.in(authentication, user)
                .filter(MailedLink::wentToTheMailbox)
                .isPresent();
    }

    private void noted(String userId, String type) {
        String token = new JWSBuilder()
                .jsonContent(new JsonWebToken().subject(userId).type(type))
                .none();
        when(authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))
                .thenReturn(userId);
        when(authentication.getAuthNote(Constants.KEY)).thenReturn(token);
    }
}
