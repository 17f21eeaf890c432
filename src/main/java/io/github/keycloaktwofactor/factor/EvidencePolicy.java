package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.device.TrustedDevices;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.time.Clock;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/**
 * Whether evidence counts now, according to the policy and to what it rests on. Evaluated on each request by the sign-in, the
 * exit, the grants, and every change or deletion of a factor. Whose evidence it is, whether its seal is valid and its
 * credential still exists was checked when it was read.
 */
public final class EvidencePolicy {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final Clock clock;

    public EvidencePolicy(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whether it satisfies the second factor of a sign-in. Takes a statement if it rests on a trusted device. If the state
     * tables are unavailable, a device does not count.
     */
    public boolean letsIn(Evidence evidence) {
        return switch (evidence.method()) {
            case TOTP, RECOVERY_CODE, STOCK_RECOVERY_CODE, TEMPORARY_PASS -> true;
            case WEBAUTHN, PASSKEY ->
                settings.acceptOtherFactors().contains(evidence.method().text());
            case TRUSTED_DEVICE -> isTrustedDevice(evidence.restsOn());
            case BROKER -> isTrustedLink(evidence.restsOn());
        };
    }

    /** Whether it is enough to change or remove a factor (NIST SP 800-63B-4 §4.1.2.1), whatever its age. */
    public boolean allowsChanges(Evidence evidence) {
        return evidence.method().allowsFactorChanges() && letsIn(evidence);
    }

    /** The same for a factor that was passed no longer ago than the given time. */
    public boolean allowsChanges(Evidence evidence, Duration age) {
        return !evidence.at().plus(age).isBefore(clock.instant()) && allowsChanges(evidence);
    }

    private boolean isTrustedDevice(String device) {
        try {
            return new TrustedDevices(session, realm, user, settings, clock).counts(device);
        } catch (StateUnavailableException e) {
            return false;
        }
    }

    private boolean isTrustedLink(String id) {
        return LinkId.parse(id)
                .filter(link -> TrustedProviders.trust(session, settings, link.alias()))
                .filter(link -> link.isStored()
                        ? link.isOf(session.users().getFederatedIdentity(realm, user, link.alias()))
                        : LightweightUserAdapter.isLightweightUser(user))
                .isPresent();
    }
}
