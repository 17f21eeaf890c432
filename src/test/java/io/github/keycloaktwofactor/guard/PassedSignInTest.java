package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.FakeRealm;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.TokenManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Rule 15: what the guard has let pass in a request need not be decided once more by its exit, if nothing has changed. */
final class PassedSignInTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private final FakeRealm realm = new FakeRealm("shop");
    private final UserModel user = realm.user();
    private final List<CredentialModel> credentials = new ArrayList<>();
    private final KeycloakSession session = mock();
    private final AuthenticationSessionModel authentication = mock();
    private final UserSessionModel answering = mock();
    private final Map<String, String> notes = new HashMap<>();
    private PolicySettings settings = PolicySettings.from(Map.of());
    private final PageContext context = context();

    @BeforeEach
    void passed() {
        credentials.add(credential("otp", "app"));
        credentials.add(credential("password", "password"));
        attributes();
        key();
        user();
        signIn();
        SignIn signIn = context.signIn();
        signIn.begin();
        signIn.verified(EvidenceMethod.TOTP, "app");
        lenient().when(answering.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        lenient().when(answering.getId()).thenReturn("session");
        lenient().when(answering.getUser()).thenReturn(user);
        PassedSignIn.remember(context, signIn.evidence().orElseThrow(), false);
    }

    @Test
    void nothingHasChanged() {
        assertThat(PassedSignIn.holds(context, answering)).isTrue();
    }

    @Test
    void itIsForgottenWhenTheGuardAsksForSomething() {
        PassedSignIn.forget(session);

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void theSessionThatAnswersHasNotThisEvidence() {
        notes.remove("two-factor");

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void theEvidenceIsAnother() {
        new SignIn(session, authentication, user, Clock.offset(CLOCK, Duration.ofSeconds(5)))
                .verified(EvidenceMethod.TOTP, "app");

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void theFactorIsGone() {
        credentials.removeIf(credential -> credential.getId().equals("app"));

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void thePasswordIsAnother() {
        credentials.removeIf(credential -> credential.getId().equals("password"));
        credentials.add(credential("password", "new-password"));

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void theUserIsDisabled() {
        when(user.isEnabled()).thenReturn(false);

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void aChangeOfAFactorHasComeUp() {
        when(authentication.getRequiredActions()).thenReturn(Set.of("CONFIGURE_TOTP"));

        assertThat(PassedSignIn.holds(context, answering)).isFalse();
    }

    @Test
    void thePolicyIsAnother() {
        settings = PolicySettings.from(Map.of("acceptOtherFactors", "none"));

        assertThat(PassedSignIn.holds(context(), answering)).isFalse();
    }

    @Test
    void theUserIsAnother() {
        UserModel another = realm.user();
        lenient().when(another.getId()).thenReturn("another");

        assertThat(PassedSignIn.holds(context(another), answering)).isFalse();
    }

    private PageContext context() {
        return context(user);
    }

    /** Nothing is shown here, and no event is written. */
    @SuppressWarnings("NullAway")
    private PageContext context(UserModel of) {
        return new PageContext(
                session, realm.model, of, authentication, null, mock(HttpRequest.class), settings, () -> null, CLOCK);
    }

    private void attributes() {
        Map<String, Object> attributes = new HashMap<>();
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setAttribute(anyString(), any());
        lenient()
                .when(session.getAttribute(anyString(), any()))
                .thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        lenient()
                .when(session.getAttribute(anyString()))
                .thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        lenient()
                .when(session.removeAttribute(anyString()))
                .thenAnswer(call -> attributes.remove(call.<String>getArgument(0)));
    }

    /** What was sealed in a request is known in it, so that nothing has to be verified here. */
    private void key() {
        TokenManager tokens = mock();
        SignatureProvider signatures = mock();
        SignatureSignerContext signer = mock();
        KeycloakContext keycloak = mock();
        lenient().when(session.tokens()).thenReturn(tokens);
        lenient().when(tokens.signatureAlgorithm(any())).thenReturn("HS512");
        lenient().when(session.getProvider(SignatureProvider.class, "HS512")).thenReturn(signatures);
        lenient().when(signatures.signer()).thenReturn(signer);
        lenient().when(signer.getKid()).thenReturn("key");
        lenient().when(signer.sign(any())).thenReturn(new byte[] {1});
        lenient().when(session.getContext()).thenReturn(keycloak);
        lenient().when(keycloak.getRealm()).thenReturn(realm.model);
    }

    private void user() {
        UserProvider users = mock();
        SubjectCredentialManager manager = mock();
        lenient().when(session.users()).thenReturn(users);
        lenient().when(user.getId()).thenReturn("user");
        lenient().when(user.isEnabled()).thenReturn(true);
        lenient().when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.empty());
        lenient().when(user.credentialManager()).thenReturn(manager);
        lenient().when(manager.getStoredCredentialsStream()).thenAnswer(call -> credentials.stream());
        lenient()
                .when(manager.getStoredCredentialsByTypeStream(anyString()))
                .thenAnswer(call -> credentials.stream()
                        .filter(credential -> credential.getType().equals(call.getArgument(0))));
    }

    private void signIn() {
        Map<String, String> authNotes = new HashMap<>();
        RootAuthenticationSessionModel browser = mock();
        lenient().when(browser.getId()).thenReturn("session");
        lenient().when(authentication.getParentSession()).thenReturn(browser);
        lenient().when(authentication.getTabId()).thenReturn("tab");
        lenient().when(authentication.getRealm()).thenReturn(realm.model);
        lenient().when(authentication.getRequiredActions()).thenReturn(Set.of());
        lenient().when(authentication.getUserSessionNotes()).thenReturn(notes);
        lenient().when(authentication.getAuthNote(anyString())).thenAnswer(call -> authNotes.get(call.getArgument(0)));
        doAnswer(call -> authNotes.put(call.getArgument(0), call.getArgument(1)))
                .when(authentication)
                .setAuthNote(anyString(), any());
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(authentication)
                .setUserSessionNote(eq("two-factor"), any());
    }

    private static CredentialModel credential(String type, String id) {
        CredentialModel credential = new CredentialModel();
        credential.setType(type);
        credential.setId(id);
        credential.setCreatedDate(1L);
        return credential;
    }
}
