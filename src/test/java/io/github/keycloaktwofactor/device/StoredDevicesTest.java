package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.store.DeviceTokens;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import org.mockito.MockedStatic;

/** A request that has written must not wait for the second connection that the state tables need. */
class StoredDevicesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");

    private final KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel user = mock(UserModel.class, RETURNS_DEEP_STUBS);
    private final SubjectCredentialManager credentials = mock(SubjectCredentialManager.class);
    private final DeviceTokens tokens = mock(DeviceTokens.class);
    private final MockedStatic<DeviceTokens> tables = mockStatic(DeviceTokens.class);

    @BeforeEach
    void oneHalfOfADeviceHereAndOneThere() {
        tables.when(() -> DeviceTokens.of(session)).thenReturn(tokens);
        when(realm.getId()).thenReturn("realm");
        when(user.getId()).thenReturn("user");
        when(user.credentialManager()).thenReturn(credentials);
        doReturn(new TrustedDeviceCredentialProvider(session, new SecureRandom()))
                .when(session)
                .getProvider(CredentialProvider.class, TrustedDeviceCredentialModel.TYPE);
        when(tokens.of("realm", "user")).thenReturn(List.of(row("without-credential")));
        when(credentials.getStoredCredentialsByTypeStream(any())).thenAnswer(call -> Stream.of(withoutRow()));
        when(credentials.getStoredCredentialsStream()).thenAnswer(call -> Stream.empty());
    }

    @AfterEach
    void closeStatic() {
        tables.close();
    }

    @Test
    void theStateTablesAreDoneWithBeforeTheFirstCredentialIsWritten() {
        when(credentials.createStoredCredential(any())).thenAnswer(call -> call.getArgument(0));

        new StoredDevices(session, realm, user).add(new BrowserNames("Firefox", "Linux"), "session", NOW);

        InOrder order = inOrder(tokens, credentials);
        order.verify(tokens).add(any(), any(), any(), any(), any(), any());
        order.verify(tokens).forget("without-credential");
        order.verify(credentials).removeStoredCredentialById("without-row");
        order.verify(credentials).createStoredCredential(any());
    }

    @Test
    void aUserStorageMayGiveItAnotherIdWhichTheCookieThenNames() {
        CredentialModel elsewhere = new CredentialModel();
        elsewhere.setId("f:ldap:1");
        when(credentials.createStoredCredential(any())).thenReturn(elsewhere);

        DeviceToken token =
                new StoredDevices(session, realm, user).add(new BrowserNames("Firefox", "Linux"), "session", NOW);

        assertThat(token.device()).isEqualTo("f:ldap:1");
        ArgumentCaptor<String> ids = ArgumentCaptor.forClass(String.class);
        verify(tokens, times(2)).add(ids.capture(), eq("realm"), eq("user"), eq(token.hash()), eq("session"), eq(NOW));
        assertThat(ids.getAllValues()).last().isEqualTo("f:ldap:1");
        verify(tokens).forget(ids.getAllValues().get(0));
    }

    @Test
    void aDeviceThatIsWholeIsKeptWhenAnotherIsAdded() {
        when(tokens.of("realm", "user")).thenReturn(List.of(row("without-row")));
        when(credentials.createStoredCredential(any())).thenAnswer(call -> call.getArgument(0));

        new StoredDevices(session, realm, user).add(new BrowserNames("Firefox", "Linux"), "session", NOW);

        verify(tokens, never()).forget(any());
        verify(credentials, never()).removeStoredCredentialById(any());
    }

    @ParameterizedTest
    @CsvSource({
        "'Firefox, Linux', 'Firefox, Linux 2'",
        "'firefox, LINUX', 'Firefox, Linux 2'",
        "' Firefox, Linux ', 'Firefox, Linux 2'",
        "'Firefox', 'Firefox, Linux'"
    })
    void aLabelIsTakenWhateverItsCaseAndBlanksAsKeycloakHasIt(String taken, String free) {
        CredentialModel renamed = new CredentialModel();
        renamed.setId("renamed");
        renamed.setUserLabel(taken);
        when(tokens.of("realm", "user")).thenReturn(List.of(row("renamed")));
        when(credentials.getStoredCredentialsByTypeStream(any())).thenAnswer(call -> Stream.of(renamed));
        when(credentials.createStoredCredential(any())).thenAnswer(call -> call.getArgument(0));

        new StoredDevices(session, realm, user).add(new BrowserNames("Firefox", "Linux"), "session", NOW);

        ArgumentCaptor<CredentialModel> stored = ArgumentCaptor.forClass(CredentialModel.class);
        verify(credentials).createStoredCredential(stored.capture());
        assertThat(stored.getValue().getUserLabel()).isEqualTo(free);
    }

    private static DeviceTokens.Row row(String id) {
        return new DeviceTokens.Row(id, "realm", "user", "hash", Optional.empty(), "session", NOW);
    }

    private static CredentialModel withoutRow() {
        CredentialModel model = new CredentialModel();
        model.setId("without-row");
        return model;
    }
}
