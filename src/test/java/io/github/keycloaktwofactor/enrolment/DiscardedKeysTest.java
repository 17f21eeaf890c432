package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.totp.OtpAlgorithm;
import io.github.keycloaktwofactor.totp.OtpKind;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.TotpSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class DiscardedKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-30T11:00:10Z");
    private static final String FIRST = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private static final String SECOND = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel authentication = mock(AuthenticationSessionModel.class);

    @BeforeEach
    void keepsNotes() {
        lenient()
                .when(authentication.getAuthNote(anyString()))
                .thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        lenient()
                .doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(authentication)
                .setAuthNote(anyString(), any());
    }

    private DiscardedKeys of(String userId) {
        RealmModel realm = mock(RealmModel.class, RETURNS_DEEP_STUBS);
        lenient().when(realm.getOTPPolicy().getLookAheadWindow()).thenReturn(1);
        UserModel user = mock(UserModel.class);
        lenient().when(user.getId()).thenReturn(userId);
        PageContext visit = mock(PageContext.class);
        lenient().when(visit.realm()).thenReturn(realm);
        lenient().when(visit.user()).thenReturn(user);
        lenient().when(visit.authentication()).thenReturn(authentication);
        lenient().when(visit.clock()).thenReturn(Clock.fixed(NOW, ZoneOffset.UTC));
        return new DiscardedKeys(visit);
    }

    private static PendingKey key(String secret) {
        return new PendingKey(
                "id",
                TotpSecret.ofBase32(secret),
                new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30),
                NOW,
                false,
                false);
    }

    private static String shownBy(String secret) {
        return AuthenticatorApp.ofSecret(secret).code(NOW);
    }

    @Test
    void theCodeOfAThrownAwayKeyIsRecognised() {
        DiscardedKeys keys = of("f:ldap:a b");
        assertThat(keys.any()).isFalse();
        keys.add(key(FIRST));

        assertThat(keys.any()).isTrue();
        assertThat(keys.show(shownBy(FIRST))).isTrue();
        assertThat(keys.show(shownBy(SECOND))).isFalse();
        keys.add(key(SECOND));
        assertThat(keys.show(shownBy(FIRST))).isTrue();
        assertThat(keys.show(shownBy(SECOND))).isTrue();
    }

    @Test
    void whatOneUserWasShownIsNotToldToAnother() {
        of("alice").add(key(FIRST));

        assertThat(of("bob").any()).isFalse();
        assertThat(of("bob").show(shownBy(FIRST))).isFalse();
    }

    @Test
    void ofAKeyBeforeThisSignInItIsOnlyKnownThatThereWasOne() {
        DiscardedKeys keys = of("alice");
        keys.addUnknown();

        assertThat(keys.any()).isTrue();
        assertThat(keys.show(shownBy(FIRST))).isFalse();
    }

    @Test
    void onceAnotherWasConfirmedNoKeyIsLeft() {
        DiscardedKeys keys = of("alice");
        keys.add(key(FIRST));
        keys.forgetKeys();

        assertThat(keys.any()).isTrue();
        assertThat(keys.show(shownBy(FIRST))).isFalse();
        assertThat(notes.values()).noneMatch(note -> note.contains(FIRST));
    }

    @Test
    void noMoreThanFourAreKept() {
        DiscardedKeys keys = of("alice");
        keys.add(key(FIRST));
        for (int i = 0; i < 4; i++) {
            keys.add(key(SECOND));
        }

        assertThat(keys.show(shownBy(FIRST))).isFalse();
    }
}
