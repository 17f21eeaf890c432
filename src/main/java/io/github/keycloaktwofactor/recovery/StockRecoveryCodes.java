package io.github.keycloaktwofactor.recovery;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.event.RecoveryCodeUsedEvent;
import io.github.keycloaktwofactor.policy.PolicySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;
import org.keycloak.util.JsonSerialization;

/**
 * Keycloak's own recovery codes of one user. They are asked for in order, so a code is claimed like the counter of an HOTP
 * authenticator: by its number in the set, which only increases.
 */
public final class StockRecoveryCodes {

    public static final String TYPE = RecoveryAuthnCodesCredentialModel.TYPE;

    private final KeycloakSession session;
    private final UserModel user;
    private final Attempts attempts;
    private final AttemptKey key;
    private final Waits waits;

    public StockRecoveryCodes(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        this.session = session;
        this.user = user;
        this.attempts = Attempts.of(session);
        this.key = new AttemptKey(realm.getId(), user.getId(), Counter.STOCK_RECOVERY_CODE);
        this.waits = settings.waits().as(Waits::new);
    }

    /** Whether the user has an unused one. */
    public static boolean isLeft(UserModel user) {
        return sets(user).anyMatch(set -> !set.allCodesUsed());
    }

    /**
     * Checks the code as one attempt. A code that was claimed by a request that did not complete is skipped: otherwise
     * Keycloak's page would ask for it forever. Not while the request that claimed it may still be running: of two that write
     * the same credential, the slower one fails in Keycloak, and that must not be the accepted one.
     *
     * @return the id of its set, if it was accepted
     */
    Optional<String> check(String typed) {
        return sets(user)
                .findFirst()
                .flatMap(set -> set.getNextRecoveryAuthnCode().flatMap(next -> {
                    boolean right =
                            RecoveryAuthnCodesUtils.verifyRecoveryCodeInput(typed, next.getEncodedHashedValue());
                    CodeInFlight inFlight = CodeInFlight.of(session, set.getId(), next.getNumber());
                    if (right) {
                        inFlight.arrives();
                    }
                    AttemptResult result = attempts.oneTimePassword(
                            key,
                            Bucket.COMMON,
                            waits,
                            right ? new Attempts.Match(set.getId(), next.getNumber()) : null,
                            Set.of(set.getId()));
                    if (result.accepted() || (result.verdict() == Verdict.USED && inFlight.isAlone())) {
                        set.removeRecoveryAuthnCode();
                        user.credentialManager().updateStoredCredential(set);
                    }
                    if (result.accepted()) {
                        tell(set);
                    }
                    return result.accepted() ? Optional.of(set.getId()) : Optional.empty();
                }));
    }

    private void tell(RecoveryAuthnCodesCredentialModel set) {
        session.getKeycloakSessionFactory()
                .publish(new RecoveryCodeUsedEvent(session, key.realmId(), key.userId(), TYPE, left(set)));
    }

    private static int left(RecoveryAuthnCodesCredentialModel set) {
        try {
            return JsonSerialization.readValue(set.getCredentialData(), RecoveryAuthnCodesCredentialData.class)
                    .getRemainingCodes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Earlier counts do not apply to a new set. */
    void renewed(String setId) {
        attempts.enrolled(key, new Attempts.Match(setId, 0), Set.of(setId));
    }

    private static Stream<RecoveryAuthnCodesCredentialModel> sets(UserModel user) {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE).flatMap(StockRecoveryCodes::read);
    }

    /** Nothing for a set that cannot be read, which nobody can sign in with. */
    private static Stream<RecoveryAuthnCodesCredentialModel> read(CredentialModel set) {
        try {
            return Stream.of(RecoveryAuthnCodesCredentialModel.createFromCredentialModel(set));
        } catch (RuntimeException e) {
            return Stream.empty();
        }
    }
}
