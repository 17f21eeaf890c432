package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * The only verifier of one-time passwords, for the code page, the guard, the password grant and every authenticator that
 * uses the stock credential provider.
 */
public final class TotpCheck {

    private final RealmModel realm;
    private final UserModel user;
    private final Attempts attempts;
    private final AttemptKey key;
    private final Bucket bucket;
    private final Waits waits;
    private final Clock clock;
    private final List<Authenticator> authenticators;
    private @Nullable OTPCredentialModel moved;
    private @Nullable String passed;

    public TotpCheck(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings, Clock clock) {
        this(session, realm, user, settings, clock, Bucket.COMMON);
    }

    /**
     * The same with wrong codes counted elsewhere.
     *
     * @param bucket where they are counted
     */
    public TotpCheck(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PolicySettings settings,
            Clock clock,
            Bucket bucket) {
        this.realm = realm;
        this.user = user;
        this.attempts = Attempts.of(session);
        this.key = new AttemptKey(realm.getId(), user.getId(), Counter.TOTP);
        this.bucket = bucket;
        this.waits = settings.waits().as(Waits::new);
        this.clock = clock;
        this.authenticators = Authenticators.readable(user);
    }

    /** The state of the counter; makes no attempt. */
    public CounterState counterState(Counters counters) {
        return counters.counterState(key.counter(), bucket, waits);
    }

    /** Length of the longest code of the user's authenticators; 6 if there is none. */
    public int digits() {
        return authenticators.stream()
                .mapToInt(authenticator -> authenticator.parameters().digits())
                .max()
                .orElse(6);
    }

    /** Whether any authenticator of the user has codes of this length. */
    public boolean takes(String digits) {
        return authenticators.stream()
                .anyMatch(authenticator -> authenticator.parameters().digits() == digits.length());
    }

    /**
     * Checks the code against all authenticators of the user as one attempt. An accepted code is recorded as evidence in the
     * sign-in, unless the sign-in itself has added the authenticator, which proves nothing. The caller then calls
     * {@link #keepCounter}, after the last write to the state tables.
     *
     * @param signIn records the evidence; null without a sign-in
     */
    public AttemptResult check(String digits, @Nullable SignIn signIn) {
        int window = realm.getOTPPolicy().getLookAheadWindow();
        Attempts.Match match = null;
        Authenticator owner = null;
        for (Authenticator authenticator : authenticators) {
            Optional<Attempts.Match> found = authenticator.match(digits, clock.instant(), window);
            if (found.isPresent() && match == null) {
                match = found.get();
                owner = authenticator;
            }
        }
        Set<String> ids = authenticators.stream().map(Authenticator::id).collect(Collectors.toSet());
        AttemptResult result = attempts.oneTimePassword(key, bucket, waits, match, ids);
        if (result.accepted() && owner != null && match != null) {
            passed = owner.id();
            moveCounter(owner, match);
            if (signIn != null && !signIn.addedHere(owner.id())) {
                signIn.verified(EvidenceMethod.TOTP, owner.id());
            }
        }
        return result;
    }

    /** Id of the authenticator whose code was accepted; empty if none was. */
    public Optional<String> passed() {
        return Optional.ofNullable(passed);
    }

    /**
     * Stores the counter of an HOTP credential whose code was accepted where stock Keycloak stores it; otherwise users could
     * no longer sign in after this extension is removed.
     */
    public void keepCounter() {
        if (moved != null) {
            user.credentialManager().updateStoredCredential(moved);
            moved = null;
        }
    }

    private void moveCounter(Authenticator authenticator, Attempts.Match match) {
        switch (authenticator.parameters().kind()) {
            case TOTP -> {}
            case HOTP -> {
                OTPCredentialModel model = authenticator.model();
                model.updateCounter((int) match.step() + 1);
                moved = model;
            }
        }
    }
}
