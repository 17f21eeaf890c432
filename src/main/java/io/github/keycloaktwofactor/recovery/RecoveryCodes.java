package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.RenewedCodes;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.event.RecoveryCodeUsedEvent;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The recovery codes of one user: the only way to check one, and to replace the set. */
public final class RecoveryCodes {

    private final KeycloakSession session;
    private final UserModel user;
    private final PolicySettings settings;
    private final Attempts attempts;
    private final AttemptKey key;
    private final Bucket bucket;
    private final Waits waits;
    private final Clock clock;

    public RecoveryCodes(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings, Clock clock) {
        this(session, realm, user, settings, clock, Bucket.COMMON);
    }

    /**
     * The same with wrong codes counted elsewhere.
     *
     * @param bucket where they are counted
     */
    public RecoveryCodes(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PolicySettings settings,
            Clock clock,
            Bucket bucket) {
        this.session = session;
        this.user = user;
        this.settings = settings;
        this.attempts = Attempts.of(session);
        this.key = new AttemptKey(realm.getId(), user.getId(), Counter.RECOVERY_CODE);
        this.bucket = bucket;
        this.waits = settings.waits().as(Waits::new);
        this.clock = clock;
    }

    /** The user's set, or empty. */
    public Optional<RecoveryCodesCredentialModel> set() {
        return set(user);
    }

    /** The user's set, or empty. */
    public static Optional<RecoveryCodesCredentialModel> set(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(RecoveryCodesCredentialModel.TYPE)
                .map(RecoveryCodesCredentialModel::from)
                // An unreadable row must not hide a readable one.
                .max(Comparator.comparing(RecoveryCodesCredentialModel::readable));
    }

    /** The state of the counter, from counters that were already read. */
    public CounterState counterState(Counters counters) {
        return counters.counterState(key.counter(), bucket, waits);
    }

    /** Number of unused codes of the set, from counters that were already read. */
    public int left(RecoveryCodesCredentialModel set, Counters counters) {
        return Math.max(0, set.count() - counters.usedCodes(set.getId()));
    }

    /** Number of unused codes of the set. */
    public int left(RecoveryCodesCredentialModel set) {
        return left(set, attempts.counters(key.realmId(), key.userId()));
    }

    /**
     * Checks the code as one attempt; if accepted, records evidence in the sign-in.
     *
     * @param signIn records the evidence; null without a sign-in
     */
    public AttemptResult check(RecoveryCode code, @Nullable SignIn signIn) {
        Optional<RecoveryCodesCredentialModel> set = set();
        if (set.isEmpty()) {
            return AttemptResult.uncounted(Verdict.WRONG);
        }
        RecoveryCodesCredentialModel stored = set.get();
        AttemptResult result = attempts.recoveryCode(key, bucket, waits, stored.getId(), () -> stored.indexOf(code));
        Counters after = result.counters();
        if (result.accepted() && after != null) {
            session.getKeycloakSessionFactory()
                    .publish(new RecoveryCodeUsedEvent(
                            session,
                            key.realmId(),
                            key.userId(),
                            RecoveryCodesCredentialModel.TYPE,
                            left(stored, after)));
        }
        if (result.accepted() && signIn != null) {
            signIn.verified(EvidenceMethod.RECOVERY_CODE, stored.getId());
        }
        return result;
    }

    /**
     * Replaces the set with a new one in the request's transaction. After its commit, no older code is accepted.
     *
     * @return the new codes, to be shown once
     */
    public List<RecoveryCode> renew(SecureRandom random) {
        List<RecoveryCode> codes = new RecoveryCodeGenerator(random)
                .generate(settings.codes().count(), settings.codes().groups());
        RecoveryCodesCredentialModel model = RecoveryCodesCredentialModel.create(
                HashedRecoveryCodes.hash(codes, RecoveryCodeHash.preferred(), random),
                settings.codes().groups(),
                clock.instant());
        model.setId(KeycloakModelUtils.generateId());
        RenewedCodes.by(session, key, model.getId());
        user.credentialManager()
                .getStoredCredentialsByTypeStream(RecoveryCodesCredentialModel.TYPE)
                .toList()
                .forEach(old -> user.credentialManager().removeStoredCredentialById(old.getId()));
        String storedId = user.credentialManager().createStoredCredential(model).getId();
        if (!storedId.equals(model.getId())) {
            // A user storage provider may choose its own id.
            RenewedCodes.by(session, key, storedId);
        }
        return codes;
    }

    /** Records that the user confirmed that the codes of the set are saved. */
    public void acknowledge() {
        set().filter(set -> !set.acknowledged()).ifPresent(set -> {
            set.acknowledge();
            user.credentialManager().updateStoredCredential(set);
        });
    }
}
