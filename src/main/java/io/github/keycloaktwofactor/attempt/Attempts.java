package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.store.DeviceTokens;
import io.github.keycloaktwofactor.store.StateDatabase;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The only place where codes are counted and claimed, which enforces rate limit and replay protection. Each result is
 * committed in its own transaction before it is returned, so no second tab, other node, restart or rollback changes it.
 *
 * <p>Call it before the first write of a request: a request that has written and then waits here for a second
 * connection can exhaust the pool.
 */
public final class Attempts {

    // A lost race means that a concurrent change was written. More than this many in a row is no longer a race.
    private static final int RACES = 1000;

    private final AttemptStore store;
    private final DeviceTokens devices;
    private final Clock clock;
    private final Outcomes outcomes;

    Attempts(AttemptStore store, DeviceTokens devices, Clock clock, Outcomes outcomes) {
        this.store = store;
        this.devices = devices;
        this.clock = clock;
        this.outcomes = outcomes;
    }

    /** The attempts of a request; their results are counted in the metrics. */
    public static Attempts of(KeycloakSession session) {
        return of(session.getKeycloakSessionFactory(), Outcomes.measuredIn(session));
    }

    /** For uses that make no attempt. */
    public static Attempts of(KeycloakSessionFactory sessions) {
        return of(sessions, (counter, outcome) -> {});
    }

    private static Attempts of(KeycloakSessionFactory sessions, Outcomes outcomes) {
        StateDatabase database = new StateDatabase(sessions);
        return new Attempts(new AttemptStore(database), new DeviceTokens(database), ServerClock.INSTANCE, outcomes);
    }

    /** All counters of a user; makes no attempt. */
    public Counters counters(String realmId, String userId) {
        return new Counters(store.readAll(realmId, userId), clock.instant());
    }

    /** Consecutive wrong codes so far. */
    public Failures failures(AttemptKey key) {
        AttemptRow row = store.read(key);
        return new Failures(
                row.failures(),
                Map.of(
                        Bucket.Kind.COMMON,
                        row.common().failures(),
                        Bucket.Kind.BROWSER,
                        row.own().most(Bucket.Kind.BROWSER),
                        Bucket.Kind.MAIL,
                        row.own().most(Bucket.Kind.MAIL)));
    }

    /**
     * Counts one attempt with a one-time password. A step is accepted once, whichever bucket the code is counted in, and
     * only when it is later than the last one of that credential (RFC 6238 §5.2).
     *
     * @param match the authenticator and step that the code belongs to; null if it matches none
     * @param authenticators ids of all authenticators of the user
     */
    public AttemptResult oneTimePassword(
            AttemptKey key, Bucket bucket, Waits waits, @Nullable Match match, Set<String> authenticators) {
        return told(key, claimedStep(key, bucket, waits, match, authenticators));
    }

    private AttemptResult claimedStep(
            AttemptKey key, Bucket bucket, Waits waits, @Nullable Match match, Set<String> authenticators) {
        if (match == null) {
            return wrong(key, bucket, waits);
        }
        if (store.claimStep(key, bucket, match.credentialId(), match.step())) {
            return accepted(waits);
        }
        return untilSettled(key, bucket, waits, row -> {
            if (match.step() <= row.lastStep(match.credentialId())) {
                return Change.count(Verdict.USED);
            }
            return Change.accept(now -> row.stepUsed(bucket, match.credentialId(), match.step(), authenticators, now));
        });
    }

    /**
     * Counts one attempt with a recovery code, then checks it. The attempt is reserved as a failure before the slow hash,
     * and only the claim of an unused code reverts that. A used code also ends the trust in all devices: users who have lost
     * a phone may have lost a browser with it.
     *
     * @param setId id of the user's set of codes
     * @param indexInSet computes the slow hash: the index of the code in the set, or -1
     */
    public AttemptResult recoveryCode(
            AttemptKey key, Bucket bucket, Waits waits, String setId, IntSupplier indexInSet) {
        return told(key, claimedCode(key, bucket, waits, setId, indexInSet));
    }

    private AttemptResult claimedCode(
            AttemptKey key, Bucket bucket, Waits waits, String setId, IntSupplier indexInSet) {
        AttemptResult reserved = wrong(key, bucket, waits);
        if (reserved.verdict() != Verdict.WRONG) {
            return reserved;
        }
        int index = indexInSet.getAsInt();
        if (index < 0) {
            return reserved;
        }
        for (int race = 0; race < RACES; race++) {
            Counters read = counters(key.realmId(), key.userId());
            AttemptRow row = read.row(key.counter());
            if (row.replaced(setId) || row.codeUsed(setId, index)) {
                Verdict verdict = row.replaced(setId) ? Verdict.WRONG : Verdict.USED;
                return new AttemptResult(verdict, reserved.counterState(), read);
            }
            AttemptRow next = row.codeUsedNow(bucket, setId, index, read.at());
            if (store.swap(key, row, next)) {
                devices.forgetAll(key.realmId(), key.userId());
                return result(Verdict.ACCEPTED, key, bucket, waits, read.with(key.counter(), next));
            }
        }
        throw new StateUnavailableException("The recovery code could not be claimed");
    }

    /**
     * Counts one attempt with a password, then checks it. As with recovery codes, the attempt is reserved as a failure before
     * the slow hash, and only success reverts that.
     *
     * @param right computes the slow hash
     */
    public AttemptResult password(AttemptKey key, Waits waits, BooleanSupplier right) {
        return told(key, checkedPassword(key, waits, right));
    }

    private AttemptResult checkedPassword(AttemptKey key, Waits waits, BooleanSupplier right) {
        AttemptResult reserved = wrong(key, Bucket.COMMON, waits);
        if (reserved.verdict() != Verdict.WRONG || !right.getAsBoolean()) {
            return reserved;
        }
        change(key, row -> row.succeeded(Bucket.COMMON, clock.instant()));
        return accepted(waits);
    }

    /** Records that the enrolment code was used; a new authenticator also resets all counts of wrong codes. */
    public void enrolled(AttemptKey key, Match match, Set<String> authenticators) {
        change(
                key,
                row -> row.uncounted()
                        .stepUsed(Bucket.COMMON, match.credentialId(), match.step(), authenticators, clock.instant()));
    }

    /** Ends the waits of a user but keeps the counts, as after a password change. */
    public void endWaits(String realmId, String userId) {
        for (Counter counter : Counter.values()) {
            AttemptKey key = new AttemptKey(realmId, userId, counter);
            if (store.read(key).waits()) {
                change(key, AttemptRow::withoutWaits);
            }
        }
    }

    private AttemptResult told(AttemptKey key, AttemptResult outcome) {
        outcomes.add(key.counter(), outcome);
        return outcome;
    }

    private AttemptResult wrong(AttemptKey key, Bucket bucket, Waits waits) {
        Instant now = clock.instant();
        Count first = Count.NONE.failed(waits, now);
        if (store.countFirst(key, bucket, first, now)) {
            return new AttemptResult(Verdict.WRONG, first.counterState(waits, now));
        }
        return untilSettled(key, bucket, waits, row -> Change.count(Verdict.WRONG));
    }

    private AttemptResult untilSettled(AttemptKey key, Bucket bucket, Waits waits, Function<AttemptRow, Change> judge) {
        for (int race = 0; race < RACES; race++) {
            Counters read = counters(key.realmId(), key.userId());
            AttemptRow row = read.row(key.counter());
            Instant now = read.at();
            Verdict refusal = refusal(row.count(bucket), waits, now);
            if (refusal != null) {
                return result(refusal, key, bucket, waits, read);
            }
            Change change = judge.apply(row);
            AttemptRow next = change.accepted() != null ? change.accepted().apply(now) : row.failed(bucket, waits, now);
            if (store.swap(key, row, next)) {
                return result(change.verdict(), key, bucket, waits, read.with(key.counter(), next));
            }
        }
        throw new StateUnavailableException("The attempt could not be counted");
    }

    private void change(AttemptKey key, UnaryOperator<AttemptRow> change) {
        for (int race = 0; race < RACES; race++) {
            AttemptRow row = store.read(key);
            if (store.swap(key, row, change.apply(row))) {
                return;
            }
        }
        throw new StateUnavailableException("The state of the attempts could not be changed");
    }

    private static AttemptResult accepted(Waits waits) {
        return new AttemptResult(Verdict.ACCEPTED, new CounterState(null, waits.attemptsBeforeWait(), false));
    }

    private static AttemptResult result(
            Verdict verdict, AttemptKey key, Bucket bucket, Waits waits, Counters counters) {
        return new AttemptResult(verdict, counters.counterState(key.counter(), bucket, waits), counters);
    }

    private static @Nullable Verdict refusal(Count count, Waits waits, Instant now) {
        if (waits.off(count.failures())) {
            return Verdict.OFF;
        }
        return count.waiting(now) ? Verdict.WAITING : null;
    }

    /**
     * Consecutive wrong codes.
     *
     * @param sum over all buckets
     * @param most in the worst bucket of each kind
     */
    public record Failures(int sum, Map<Bucket.Kind, Integer> most) {}

    /**
     * The authenticator and the time step (HOTP: counter) that a code belongs to.
     *
     * @param credentialId id of the credential
     * @param step the time step or counter
     */
    public record Match(String credentialId, long step) {}

    /** How an attempt changes the row: counts a failure, or accepts. */
    private record Change(Verdict verdict, @Nullable Function<Instant, AttemptRow> accepted) {

        static Change count(Verdict verdict) {
            return new Change(verdict, null);
        }

        static Change accept(Function<Instant, AttemptRow> accepted) {
            return new Change(Verdict.ACCEPTED, accepted);
        }
    }
}
