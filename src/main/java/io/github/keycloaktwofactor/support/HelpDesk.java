package io.github.keycloaktwofactor.support;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.EndedCounts;
import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.event.HelpDeskChange;
import io.github.keycloaktwofactor.event.HelpDeskEvent;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.RemovedSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Help-desk actions on one user. Everything happens in the request's transaction, all or nothing; after the commit, the
 * user gets a mail, and clients a back-channel logout. Unfinished sign-ins of the user end, because the factors that
 * they began with have changed.
 */
public final class HelpDesk {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;
    private final Counters counters;
    private boolean waitsEnded;

    /** Reads the counters first: after the request has written, that must not wait for a connection. */
    public HelpDesk(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
        this.counters = Attempts.of(session).counters(realm.getId(), user.getId());
    }

    /**
     * Removes factors, ends lockouts, signs out. Trust in devices depends on the factors and the sign-out, so it ends
     * with each.
     *
     * @param wanted what to do; if it contains {@link HelpDeskChange#SIGN_OUT}, all sessions end
     * @return what was removed
     */
    public List<Removed> reset(Set<HelpDeskChange> wanted) {
        List<Removed> removed = new ArrayList<>();
        EnumSet<HelpDeskChange> done = EnumSet.noneOf(HelpDeskChange.class);
        List<RemovedSession> ended = List.of();
        if (wanted.contains(HelpDeskChange.SIGN_OUT)) {
            ended = new SignedOut(session, realm, user, clock).everywhere();
            done.add(HelpDeskChange.SIGN_OUT);
        }
        for (HelpDeskChange change : wanted) {
            removed.addAll(removeCredentials(change));
        }
        if (endsTrust(wanted)) {
            removed.addAll(removed(HelpDeskChange.TRUSTED_DEVICES, TrustedDevices.forgetAll(session, realm, user)));
        }
        if (wanted.contains(HelpDeskChange.WAITS)) {
            removed.addAll(endWaits());
        }
        removed.forEach(gone -> HelpDeskChange.of(gone.what()).ifPresent(done::add));
        if (!done.isEmpty()) {
            session.getKeycloakSessionFactory()
                    .publish(new HelpDeskEvent(session, realm.getId(), user.getId(), Set.copyOf(done)));
        }
        // Last, so that the user's mail does not wait for clients that do not respond.
        BackchannelLogouts.afterCommit(session, realm, user, ended);
        return removed;
    }

    /** What the user has now, within this request. */
    public Held held() {
        Map<String, Integer> failures = new LinkedHashMap<>();
        if (!waitsEnded) {
            failed().forEach(counter -> failures.put(counter.column(), counters.failures(counter)));
        }
        return new Held(
                count(HelpDeskChange.AUTHENTICATORS),
                count(HelpDeskChange.RECOVERY_CODES),
                count(HelpDeskChange.PASSKEYS),
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(FactorEvent.TRUSTED_DEVICE_TYPE)
                        .count(),
                failures);
    }

    private long count(HelpDeskChange change) {
        return credentials(change).size();
    }

    private static boolean endsTrust(Set<HelpDeskChange> wanted) {
        return wanted.stream().anyMatch(change -> change != HelpDeskChange.WAITS);
    }

    private List<Removed> removeCredentials(HelpDeskChange change) {
        List<CredentialModel> credentials = credentials(change);
        credentials.forEach(credential -> user.credentialManager().removeStoredCredentialById(credential.getId()));
        return removed(change, credentials);
    }

    private List<CredentialModel> credentials(HelpDeskChange change) {
        return types(change)
                .flatMap(user.credentialManager()::getStoredCredentialsByTypeStream)
                .toList();
    }

    private static Stream<String> types(HelpDeskChange change) {
        return switch (change) {
            case AUTHENTICATORS -> Stream.of(OTPCredentialModel.TYPE);
            case RECOVERY_CODES -> Stream.of(RecoveryCodesCredentialModel.TYPE, RecoveryAuthnCodesCredentialModel.TYPE);
            case PASSKEYS ->
                Stream.of(WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS);
            case TRUSTED_DEVICES, WAITS, SIGN_OUT -> Stream.of();
        };
    }

    private List<Removed> endWaits() {
        EndedCounts.of(session, realm.getId(), user.getId());
        waitsEnded = true;
        return failed().map(counter -> new Removed(HelpDeskChange.WAITS.text(), counter.column(), null, null))
                .toList();
    }

    private Stream<Counter> failed() {
        return Stream.of(Counter.values()).filter(counter -> counters.failures(counter) > 0);
    }

    private static List<Removed> removed(HelpDeskChange change, List<CredentialModel> credentials) {
        return credentials.stream()
                .map(credential ->
                        new Removed(change.text(), credential.getType(), credential.getId(), credential.getUserLabel()))
                .toList();
    }
}
