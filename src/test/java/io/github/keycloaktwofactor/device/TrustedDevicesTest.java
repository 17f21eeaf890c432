package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.mockito.MockedStatic;

/** What a device let in counts only while the device would be trusted now. */
class TrustedDevicesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");

    private final KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel user = mock(UserModel.class);
    private final SubjectCredentialManager credentials = mock(SubjectCredentialManager.class);
    private final DeviceTokens tokens = mock(DeviceTokens.class);
    private final MockedStatic<DeviceTokens> tables = mockStatic(DeviceTokens.class);
    private final MockedStatic<TwoFactorPolicy> policy = mockStatic(TwoFactorPolicy.class);
    private final List<CredentialModel> stored = new ArrayList<>();
    private final List<DeviceTokens.Row> rows = new ArrayList<>();

    @BeforeEach
    void aUserWhoTrustsABrowser() {
        tables.when(() -> DeviceTokens.of(session)).thenReturn(tokens);
        policy.when(() -> TwoFactorPolicy.trustsDevices(any(), any(), any(), any()))
                .thenReturn(true);
        when(realm.getId()).thenReturn("realm");
        when(user.getId()).thenReturn("user");
        when(user.credentialManager()).thenReturn(credentials);
        when(credentials.getStoredCredentialsStream()).thenAnswer(call -> Stream.empty());
        when(credentials.getStoredCredentialsByTypeStream(any())).thenAnswer(call -> stored.stream());
        doReturn(rows).when(tokens).of("realm", "user");
        remember("device", NOW.minus(Duration.ofDays(1)));
    }

    @AfterEach
    void closeStatics() {
        tables.close();
        policy.close();
    }

    @Test
    void aLivingDeviceCountsForOneStatement() {
        assertThat(devices().counts("device")).isTrue();

        verify(tokens).of("realm", "user");
        verifyNoMoreInteractions(tokens);
    }

    @Test
    void oneThatIsForgottenOrSomebodyElsesDoesNot() {
        assertThat(devices().counts("other")).isFalse();
        rows.clear();
        assertThat(devices().counts("device")).isFalse();
    }

    @Test
    void oneThatThePolicyWouldNotTrustDoesNot() {
        policy.when(() -> TwoFactorPolicy.trustsDevices(any(), any(), any(), any()))
                .thenReturn(false);

        assertThat(devices().counts("device")).isFalse();
    }

    @Test
    void oneWhoseTimeHasRunOutDoesNot() {
        remember("old", NOW.minus(Duration.ofDays(30)));

        assertThat(devices().counts("old")).isFalse();
        assertThat(devices().counts("device")).isTrue();
    }

    @Test
    void onlyTheNewestCount() {
        for (int i = 0; i < 5; i++) {
            remember("newer-" + i, NOW.minus(Duration.ofHours(i)));
        }

        assertThat(devices().counts("device")).isFalse();
        assertThat(devices().counts("newer-4")).isTrue();
    }

    @Test
    void oneWhoseTrustRestsOnSomethingElseIsForgottenWhenItIsSeen() {
        CredentialModel factor = new CredentialModel();
        factor.setId("factor");
        factor.setType("otp");
        factor.setCreatedDate(1L);
        when(credentials.getStoredCredentialsStream()).thenAnswer(call -> Stream.of(factor));

        assertThat(devices().counts("device")).isFalse();
        verify(tokens).forget("device");
    }

    @Test
    void aLookAtLivingDevicesForgetsNone() {
        devices().list();

        verify(tokens, never()).forget(any());
    }

    @Test
    void theListBeginsWithTheOneUsedLast() {
        remember("older", NOW.minus(Duration.ofDays(3)));
        remember("newer", NOW.minus(Duration.ofHours(1)));

        assertThat(devices().list()).extracting(TrustedDevice::id).containsExactly("newer", "device", "older");
    }

    private void remember(String id, Instant created) {
        TrustedDeviceCredentialModel model = TrustedDeviceCredentialModel.create(
                new BrowserNames("Firefox", "Linux"), new StoredDevices(session, realm, user).bond(), created);
        model.setId(id);
        stored.add(model);
        rows.add(new DeviceTokens.Row(id, "realm", "user", "hash", Optional.empty(), "session", created));
    }

    private TrustedDevices devices() {
        PolicySettings settings = PolicySettings.from(Map.of("trustedDevices", "DAYS"));
        return new TrustedDevices(session, realm, user, settings, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
