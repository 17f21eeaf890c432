package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.account.DeviceRepresentation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The trusted devices of one user. Trust is re-evaluated on each use; a device that no
 * longer qualifies loses its row in the state tables at once and can never become trusted again.
 */
public final class TrustedDevices {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final Clock clock;
    private final StoredDevices known;
    private final DeviceCookie cookie;

    public TrustedDevices(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
        this.clock = clock;
        this.known = new StoredDevices(session, realm, user);
        this.cookie = new DeviceCookie(session, realm, user);
    }

    /** Whether the policy lets this user have a browser remembered. */
    public boolean allowed() {
        return TwoFactorPolicy.trustsDevices(session, realm, user, settings);
    }

    /** Whether this browser is a trusted device now. */
    public boolean here(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        List<StoredDevice> all = shown == null ? List.of() : known.all();
        return namedBy(shown, all)
                .filter(device -> shown != null && stateOf(device, shown, authentication) != TokenState.COPIED)
                .filter(trusted(all)::contains)
                .filter(device -> !endedBySomebody(device, authentication))
                .isPresent();
    }

    /**
     * Whether a device of the user is trusted now, from any browser: it is not forgotten, its fingerprint is unchanged, it has
     * not expired, and the policy would trust it for this user. Evidence of a device counts only while this is so. Takes one
     * statement and needs no cookie.
     *
     * @param credentialId as {@link DeviceUse#device()} gave it
     */
    public boolean counts(String credentialId) {
        return trusted(known.all()).stream().anyMatch(device -> device.id().equals(credentialId));
    }

    /**
     * Uses the trust in this browser, if there is any. Its token is rotated, at most once a minute in one session, and the
     * old one soon becomes invalid. A device that is no longer trusted is forgotten; on a replay, the session of its last
     * use ends, too.
     */
    public DeviceUse use(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        List<StoredDevice> all = shown == null ? List.of() : known.all();
        Optional<StoredDevice> found = namedBy(shown, all);
        if (shown == null || found.isEmpty()) {
            return DeviceUse.none();
        }
        StoredDevice device = found.get();
        TokenState state = stateOf(device, shown, authentication);
        if (state == TokenState.COPIED) {
            return copied(device);
        }
        if (!trusted(all).contains(device) || endedBySomebody(device, authentication)) {
            forget(device);
            return DeviceUse.of(TokenAnswer.ASKED, device);
        }
        return state == TokenState.OVERTAKEN || rotated(device, shown, authentication)
                ? DeviceUse.of(TokenAnswer.SPARED, device)
                : overtaken(device, shown, authentication);
    }

    /**
     * Records that a code was entered in this browser. If it is a trusted device, it is now bound to the new session, whose
     * end forgets it, although the trust was not used.
     */
    public void codeTyped(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        if (shown != null && allowed()) {
            namedBy(shown, known.all())
                    .filter(device -> device.holds(shown) && !device.wasSeenIn(sessionId(authentication)))
                    .ifPresent(device -> rotated(device, shown, authentication));
        }
    }

    /**
     * Makes this browser a trusted device. Forgets the oldest if there are too many, and
     * devices that do not qualify now but might again later.
     *
     * @return until when it is one, if nobody uses or forgets it before
     */
    public Instant remember(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        List<StoredDevice> all = known.all();
        List<StoredDevice> kept = trusted(all).stream()
                .filter(device -> shown == null || !device.isNamedBy(shown))
                .limit(settings.devices().most() - 1L)
                .toList();
        all.stream().filter(device -> !kept.contains(device)).forEach(device -> known.forget(device.id()));
        Instant now = clock.instant();
        Duration life = Duration.ofDays(settings.devices().days());
        cookie.set(known.add(names(), sessionId(authentication), now), life);
        return now.plus(life);
    }

    /** The devices that are trusted now, most recently used first. */
    public List<TrustedDevice> list() {
        DeviceToken shown = shown();
        return trusted(known.all()).stream()
                .map(device -> device.seenFrom(shown, settings.devices()))
                .sorted(Comparator.comparing(TrustedDevice::used).reversed())
                .toList();
    }

    /** Forgets one of the user's devices; false if there is none with that id. */
    public boolean remove(String id) {
        return known.remove(id);
    }

    /** Forgets all of the user's devices. */
    public void removeAll() {
        known.removeAll();
    }

    /**
     * Forgets all devices of a user, trusted or not, in the request's own transaction.
     *
     * @return their credentials
     */
    public static List<CredentialModel> forgetAll(KeycloakSession session, RealmModel realm, UserModel user) {
        return StoredDevices.forgetAll(session, realm, user);
    }

    /**
     * The devices that are trusted now, newest first, at most as many as the policy allows. A device whose fingerprint has
     * changed is forgotten as soon as this is seen: otherwise it could match again later.
     */
    private List<StoredDevice> trusted(List<StoredDevice> all) {
        if (all.isEmpty() || !allowed()) {
            return List.of();
        }
        String bond = known.bond();
        all.stream().filter(device -> !device.restsOn(bond)).forEach(device -> known.forget(device.id()));
        return all.stream()
                .filter(device -> device.restsOn(bond))
                .filter(device -> device.until(settings.devices()).isAfter(clock.instant()))
                .sorted(StoredDevice.NEWEST_FIRST)
                .limit(settings.devices().most())
                .toList();
    }

    private static Optional<StoredDevice> namedBy(@Nullable DeviceToken token, List<StoredDevice> all) {
        return all.stream()
                .filter(device -> token != null && device.isNamedBy(token))
                .findFirst();
    }

    private TokenState stateOf(StoredDevice device, DeviceToken shown, AuthenticationSessionModel authentication) {
        return device.stateOf(shown, sessionId(authentication), clock.instant());
    }

    private boolean endedBySomebody(StoredDevice device, AuthenticationSessionModel authentication) {
        return new EndedSession(session, clock).endedBySomebody(device.row(), authentication);
    }

    /** Rotates the browser's token if that is due; false if its token is no longer the current one. */
    private boolean rotated(StoredDevice device, DeviceToken shown, AuthenticationSessionModel authentication) {
        String sessionId = sessionId(authentication);
        Instant now = clock.instant();
        if (!device.nextTokenIsDue(sessionId, now)) {
            return true;
        }
        Optional<DeviceToken> next = known.rotate(device, shown, sessionId, now);
        Instant until = Lifetime.until(settings.devices(), device.model().created(), now);
        next.ifPresent(token -> cookie.set(token, Duration.between(now, until)));
        return next.isPresent();
    }

    /** Another request with the same token was faster: a tab of this browser, which got the next token, or a thief. */
    private DeviceUse overtaken(StoredDevice before, DeviceToken shown, AuthenticationSessionModel authentication) {
        Optional<StoredDevice> device = namedBy(shown, known.all());
        if (device.isEmpty()) {
            return DeviceUse.of(TokenAnswer.ASKED, before);
        }
        return stateOf(device.get(), shown, authentication) == TokenState.COPIED
                ? copied(device.get())
                : DeviceUse.of(TokenAnswer.SPARED, before);
    }

    private DeviceUse copied(StoredDevice device) {
        forget(device);
        CopiedDevice.endSession(session, device.row());
        return DeviceUse.of(TokenAnswer.COPIED, device);
    }

    private @Nullable DeviceToken shown() {
        return cookie.read().orElse(null);
    }

    private void forget(StoredDevice device) {
        known.forget(device.id());
        cookie.clear();
    }

    /** The id that the user session will have. */
    private static String sessionId(AuthenticationSessionModel authentication) {
        return authentication.getParentSession().getId();
    }

    private BrowserNames names() {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        return device == null ? BrowserNames.of("", "") : BrowserNames.of(device.getBrowser(), device.getOs());
    }
}
