package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.device.TrustedDevice;
import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.policy.UserObligation;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.totp.AuthenticatorSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.storage.StorageId;

/**
 * What one user has set up and what is required of them, read through Keycloak's model: exact for federated users as
 * well.
 */
public final class Holdings {

    /** Counters that matter for a user who cannot sign in; passwords are counted where a change is confirmed. */
    private static final Set<Counter> OF_CODES = EnumSet.complementOf(EnumSet.of(Counter.PASSWORD));

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;
    private final Optional<PolicySettings> policy;
    private final Counters counters;

    public Holdings(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
        this.policy = TwoFactorPolicy.of(realm);
        this.counters = Attempts.of(session).counters(realm.getId(), user.getId());
    }

    /** The user as a row of the report. */
    public UserRow row() {
        Optional<UserObligation> obligation =
                policy.map(settings -> new UserObligation(session, realm, user, settings));
        List<AuthenticatorSummary> authenticators = AuthenticatorSummary.of(user, counters, clock);
        Optional<RecoveryCodesCredentialModel> codes = RecoveryCodes.set(user);
        CounterState worst = worst();
        return new UserRow(
                user.getId(),
                user.getUsername(),
                user.getEmail(),
                user.isEmailVerified(),
                user.isEnabled(),
                obligation.filter(asked -> asked.obligation().isByPolicy()).isPresent(),
                obligation.map(UserObligation::because).orElse(List.of()),
                obligation
                        .flatMap(UserObligation::exemption)
                        .map(exemption -> exemption.until().toEpochMilli())
                        .orElse(null),
                time(authenticators, AuthenticatorSummary::confirmed, Comparator.reverseOrder()),
                time(authenticators, AuthenticatorSummary::lastUsed, Comparator.naturalOrder()),
                codes.map(this::left).orElse(null),
                codes.map(RecoveryCodesCredentialModel::count).orElse(null),
                passkeys(),
                devices().size(),
                state(worst),
                worst.waitUntil() == null ? null : worst.waitUntil().toEpochMilli(),
                source());
    }

    /**
     * The user for the help desk.
     *
     * @param withEvents whether the caller may see events
     */
    public UserDetails details(boolean withEvents) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            failures.put(counter.column(), counters.failures(counter));
        }
        return new UserDetails(
                row(),
                devices().stream().map(Holdings::shown).toList(),
                failures,
                withEvents ? RecentEvents.of(session, realm, user) : null);
    }

    private static UserDetails.Device shown(TrustedDevice device) {
        return new UserDetails.Device(
                device.id(),
                device.names().label(),
                device.added().toEpochMilli(),
                device.used().toEpochMilli(),
                device.until().toEpochMilli());
    }

    private List<TrustedDevice> devices() {
        return policy.map(settings -> new TrustedDevices(session, realm, user, settings, clock).list())
                .orElse(List.of());
    }

    private int left(RecoveryCodesCredentialModel set) {
        return Math.max(0, set.count() - counters.usedCodes(set.getId()));
    }

    private int passkeys() {
        return (int) Stream.of(WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                .flatMap(user.credentialManager()::getStoredCredentialsByTypeStream)
                .count();
    }

    private CounterState worst() {
        WaitSettings rule =
                policy.orElseGet(() -> PolicySettings.from(Map.of())).waits();
        Waits waits = new Waits(
                rule.attemptsBeforeWait(), rule.waitSeconds(), rule.maxWaitSeconds(), rule.maxConsecutiveFailures());
        return OF_CODES.stream()
                .map(counter -> counters.worst(counter, waits))
                .reduce(CounterState::worse)
                .orElseThrow();
    }

    private static UserRow.State state(CounterState worst) {
        if (worst.off()) {
            return UserRow.State.OFF;
        }
        return worst.waitUntil() == null ? UserRow.State.OK : UserRow.State.WAITING;
    }

    private static @Nullable Long time(
            List<AuthenticatorSummary> authenticators,
            Function<AuthenticatorSummary, @Nullable Instant> of,
            Comparator<Instant> order) {
        return authenticators.stream()
                .map(of)
                .filter(Objects::nonNull)
                .max(order)
                .map(Instant::toEpochMilli)
                .orElse(null);
    }

    private String source() {
        return Stream.of(user.getFederationLink(), StorageId.providerId(user.getId()))
                .filter(Objects::nonNull)
                .map(realm::getComponent)
                .filter(Objects::nonNull)
                .map(ComponentModel::getName)
                .findFirst()
                .orElse(UserRow.LOCAL);
    }
}
