package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

class UsedKeyTest {

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);

    @BeforeEach
    void keepNotes() {
        when(authentication.getAuthNote(any())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(authentication)
                .setAuthNote(any(), any());
    }

    @Test
    void aKeyThatNobodyUsedIsNone() {
        assertThat(UsedKey.credentialId(authentication, "ann", "webauthn")).isEmpty();
    }

    @Test
    void theKeyIsTheUsersAndOfItsType() {
        UsedKey.note(authentication, "ann", "webauthn", "key");

        assertThat(UsedKey.credentialId(authentication, "ann", "webauthn")).contains("key");
        assertThat(UsedKey.credentialId(authentication, "ben", "webauthn")).isEmpty();
        assertThat(UsedKey.credentialId(authentication, "ann", "webauthn-passwordless"))
                .isEmpty();
    }

    @Test
    void theKeyOfTheNextUserIsNotTheFirstOnes() {
        UsedKey.note(authentication, "ann", "webauthn", "key");
        UsedKey.note(authentication, "ben", "webauthn", "other");

        assertThat(UsedKey.credentialId(authentication, "ann", "webauthn")).isEmpty();
        assertThat(UsedKey.credentialId(authentication, "ben", "webauthn")).contains("other");
    }
}
