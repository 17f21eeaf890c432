package io.github.keycloaktwofactor.attempt;

import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The one way in which a code is counted and claimed. Every answer is given only after what it says is durable, in
 * a transaction of its own, so neither a second tab, another node, a restart nor a rolled back request changes it.
 *
 * <p>Call it before the first write of a request: a request that has written and then waits here for a second
 * connection can starve the pool.
 */
public final class Attempts {

    // A lost race means that somebody else's change went in. More than this many in a row is not a race any more.
    private static final int RACES = 1000;

    private final AttemptStore store;
    private final DeviceTokens devices;
    private final Clock clock;

    Attempts(AttemptStore store, DeviceTokens devices, Clock clock) {
        this.store = store;
        this.devices = devices;
        this.clock = clock;
    }

    public static Attempts of(KeycloakSession session) {
        return of(session.getKeycloakSessionFactory());
    }

    public static Attempts of(KeycloakSessionFactory sessions) {
        StateDatabase database = new StateDatabase(sessions);
        return new Attempts(new AttemptStore(database), new DeviceTokens(database), ServerClock.INSTANCE);
    }

    /** Where the counter stands, without an attempt. */
    public Standing standing(AttemptKey key, Waits waits) {
        return store.read(key).standing(waits, clock.instant());
    }

    /** How many wrong codes in a row were counted. */
    public int failures(AttemptKey key) {
        return store.read(key).failures();
    }

    /**
     * Counts one attempt with a one-time password. A step is accepted once, and only when it is later than the last
     * one of that credential (RFC 6238 §5.2).
     *
     * @param match the authenticator and step that the code belongs to, or null when it belongs to none
     * @param authenticators ids of all authenticators of the user
     */
    public Outcome oneTimePassword(AttemptKey key, Waits waits, @Nullable Match match, Set<String> authenticators) {
        // A wrong code runs the same statement with a step that can never be later, so that time tells nothing.
        Match tried = match != null ? match : new Match("", Long.MIN_VALUE);
        if (store.claimStep(key, tried.credentialId(), tried.step(), clock.instant(), waits)) {
            return accepted(waits);
        }
        return untilSettled(key, waits, row -> {
            if (match == null) {
                return Change.count(Verdict.WRONG);
            }
            if (match.step() <= row.lastStep(match.credentialId())) {
                return Change.count(Verdict.USED);
            }
            return Change.accept(now -> row.stepUsed(match.credentialId(), match.step(), authenticators));
        });
    }

    /**
     * The same for a browser that is a trusted device, with a counter of its own: it neither waits for wrong codes that
     * were typed elsewhere nor makes others wait. The step is claimed where every other is. The attempt is reserved as a
     * failure first, and only the claim takes it back.
     *
     * @param steps where the user's steps are claimed
     * @param counter what counts here instead
     */
    public Outcome oneTimePassword(
            AttemptKey steps, AttemptKey counter, Waits waits, @Nullable Match match, Set<String> authenticators) {
        Outcome reserved = untilSettled(counter, waits, row -> Change.count(Verdict.WRONG));
        if (reserved.verdict() != Verdict.WRONG || match == null) {
            return reserved;
        }
        for (int race = 0; race < RACES; race++) {
            AttemptRow row = store.read(steps);
            if (match.step() <= row.lastStep(match.credentialId())) {
                return new Outcome(Verdict.USED, reserved.standing());
            }
            AttemptRow claimed = row.stepUsed(match.credentialId(), match.step(), authenticators)
                    .counting(row);
            if (store.swap(steps, row, claimed)) {
                change(counter, AttemptRow::succeeded);
                return accepted(waits);
            }
        }
        throw new StateUnavailableException("The step could not be claimed");
    }

    /**
     * Counts one attempt with a recovery code, then looks at it. The attempt is reserved as a failure before the slow
     * hash, and only the claim of an unused code takes it back. A used code also ends the trust in every device: whoever
     * has lost a phone may have lost a browser with it.
     *
     * @param setId id of the user's set of codes
     * @param indexInSet computes the slow hash: the place of the code in the set, or -1
     */
    public Outcome recoveryCode(AttemptKey key, Waits waits, String setId, IntSupplier indexInSet) {
        Outcome reserved = untilSettled(key, waits, row -> Change.count(Verdict.WRONG));
        if (reserved.verdict() != Verdict.WRONG) {
            return reserved;
        }
        int index = indexInSet.getAsInt();
        if (index < 0) {
            return reserved;
        }
        for (int race = 0; race < RACES; race++) {
            AttemptRow row = store.read(key);
            if (row.replaced(setId)) {
                return reserved;
            }
            if (row.codeUsed(setId, index)) {
                return new Outcome(Verdict.USED, reserved.standing());
            }
            if (store.swap(key, row, row.codeUsedNow(setId, index))) {
                devices.forgetAll(key.realmId(), key.userId());
                return accepted(waits);
            }
        }
        throw new StateUnavailableException("The recovery code could not be claimed");
    }

    /**
     * Counts one attempt with a password, then looks at it. As with recovery codes the attempt is reserved as a failure
     * before the slow hash, and only success takes it back.
     *
     * @param right computes the slow hash
     */
    public Outcome password(AttemptKey key, Waits waits, BooleanSupplier right) {
        Outcome reserved = untilSettled(key, waits, row -> Change.count(Verdict.WRONG));
        if (reserved.verdict() != Verdict.WRONG || !right.getAsBoolean()) {
            return reserved;
        }
        change(key, AttemptRow::succeeded);
        return accepted(waits);
    }

    /**
     * Remembers that the enrolment code was used; a new authenticator also ends the count of wrong codes, in trusted
     * browsers too.
     */
    public void enrolled(AttemptKey key, Match match, Set<String> authenticators) {
        change(key, row -> row.stepUsed(match.credentialId(), match.step(), authenticators));
        countDevicesAnew(key.realmId(), key.userId());
    }

    /**
     * Begins the count of a user's trusted browsers anew, as when one is remembered: the code that was right just then is
     * the success that ends a count. So no count outlives the devices that it was made in.
     */
    public void countDevicesAnew(String realmId, String userId) {
        AttemptKey counter = new AttemptKey(realmId, userId, Counter.DEVICE);
        if (store.read(counter).failures() != 0) {
            change(counter, AttemptRow::succeeded);
        }
    }

    /** Ends the waits of a user, not the counts, as after a change of password. */
    public void endWaits(String realmId, String userId) {
        for (Counter counter : Counter.values()) {
            AttemptKey key = new AttemptKey(realmId, userId, counter);
            if (store.read(key).waitUntil() != 0) {
                change(key, AttemptRow::withoutWait);
            }
        }
    }

    /** The last time step (HOTP: counter) that was used of the authenticator, or empty if none was. */
    public OptionalLong lastStep(AttemptKey key, String credentialId) {
        long step = store.read(key).lastStep(credentialId);
        return step < 0 ? OptionalLong.empty() : OptionalLong.of(step);
    }

    /** How many codes of the set were used. */
    public int usedCodes(AttemptKey key, String setId) {
        return Long.bitCount(store.read(key).usedCodes(setId));
    }

    private Outcome untilSettled(AttemptKey key, Waits waits, Function<AttemptRow, Change> judge) {
        for (int race = 0; race < RACES; race++) {
            AttemptRow row = store.read(key);
            Instant now = clock.instant();
            Verdict refusal = refusal(row, waits, now);
            if (refusal != null) {
                return new Outcome(refusal, row.standing(waits, now));
            }
            Change change = judge.apply(row);
            AttemptRow next = change.accepted() != null ? change.accepted().apply(now) : row.failed(waits, now);
            if (store.swap(key, row, next)) {
                return new Outcome(change.verdict(), next.standing(waits, now));
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

    private static Outcome accepted(Waits waits) {
        return new Outcome(Verdict.ACCEPTED, new Standing(null, waits.attemptsBeforeWait(), false));
    }

    private static @Nullable Verdict refusal(AttemptRow row, Waits waits, Instant now) {
        if (waits.off(row.failures())) {
            return Verdict.OFF;
        }
        return row.waiting(now) ? Verdict.WAITING : null;
    }

    /**
     * The authenticator and the time step (HOTP: counter) that a code belongs to.
     *
     * @param credentialId id of the credential
     * @param step the time step or counter
     */
    public record Match(String credentialId, long step) {}

    /** What an attempt does to the row that was read: count a failure, or accept. */
    private record Change(Verdict verdict, @Nullable Function<Instant, AttemptRow> accepted) {

        static Change count(Verdict verdict) {
            return new Change(verdict, null);
        }

        static Change accept(Function<Instant, AttemptRow> accepted) {
            return new Change(Verdict.ACCEPTED, accepted);
        }
    }
}
