package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.policy.PolicySettings;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

class MailedLinkTest {

    private final AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);
    private final UserModel user = mock(UserModel.class);
    private final Visit visit = new Visit(
            mock(KeycloakSession.class),
            mock(RealmModel.class),
            user,
            authentication,
            mock(EventBuilder.class),
            mock(HttpRequest.class),
            PolicySettings.from(Map.of()),
            () -> mock(LoginFormsProvider.class),
            Clock.systemUTC());

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

        assertThat(MailedLink.brought(visit)).isEqualTo(counts);
    }

    @Test
    void aLinkOfSomebodyElseDoesNot() {
        noted("somebody else", "reset-credentials");

        assertThat(MailedLink.brought(visit)).isFalse();
    }

    @Test
    void aSignInWithoutALinkDoesNotNorOneWhoseTokenCannotBeRead() {
        assertThat(MailedLink.brought(visit)).isFalse();
        when(authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))
                .thenReturn("owner");
        assertThat(MailedLink.brought(visit)).isFalse();
        when(authentication.getAuthNote(Constants.KEY)).thenReturn("x.y.z");
        assertThat(MailedLink.brought(visit)).isFalse();
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
