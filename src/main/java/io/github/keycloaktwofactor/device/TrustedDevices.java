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
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.account.DeviceRepresentation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The trusted devices of one user. What a device is worth is looked at afresh at each use; one that is worth nothing
 * any more loses its row in the state tables at that moment, so nothing brings it back.
 */
public final class TrustedDevices {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final Clock clock;
    private final KnownDevices known;
    private final DeviceCookie cookie;

    public TrustedDevices(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
        this.clock = clock;
        this.known = new KnownDevices(session, realm, user);
        this.cookie = new DeviceCookie(session, realm, user);
    }

    /** Whether the policy lets this user have a browser remembered. */
    public boolean allowed() {
        return TwoFactorPolicy.trustsDevices(session, realm, user, settings);
    }

    /** Whether this browser is a trusted device now. Changes nothing. */
    public boolean here(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        return shown != null
                && known.namedBy(shown)
                        .filter(device -> device.accepts(shown, clock.instant()))
                        .filter(device -> isTrusted(device, shown, authentication))
                        .isPresent();
    }

    /**
     * Uses the trust in this browser, if there is any: the browser gets another token, and its old one is soon worth
     * nothing. A device that has become worthless, or was copied, is forgotten.
     */
    public TokenAnswer use(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        Optional<KnownDevice> found = shown == null ? Optional.empty() : known.namedBy(shown);
        if (shown == null || found.isEmpty()) {
            return TokenAnswer.ASKED;
        }
        KnownDevice device = found.get();
        Instant now = clock.instant();
        if (device.copied(shown, now)) {
            forget(device);
            return TokenAnswer.COPIED;
        }
        if (!device.accepts(shown, now)) {
            return TokenAnswer.ASKED;
        }
        if (!isTrusted(device, shown, authentication)) {
            forget(device);
            return TokenAnswer.ASKED;
        }
        if (device.holds(shown)) {
            Instant until = Lifetime.until(settings.devices(), device.model().created(), now);
            // Where another tab was faster with the same token, that tab has brought the browser the next one.
            known.rotate(device, shown, sessionId(authentication), now)
                    .ifPresent(next -> cookie.set(next, Duration.between(now, until)));
        }
        return TokenAnswer.SPARED;
    }

    /**
     * Makes this browser a trusted device. The oldest one makes room if there are too many.
     *
     * @return until when it is one, if nobody uses or forgets it before
     */
    public Instant remember(AuthenticationSessionModel authentication) {
        DeviceToken shown = shown();
        if (shown != null) {
            known.namedBy(shown).ifPresent(earlier -> known.forget(earlier.id()));
        }
        list().stream()
                .sorted(Comparator.comparing(TrustedDevice::added).reversed())
                .skip(settings.devices().most() - 1L)
                .forEach(oldest -> known.forget(oldest.id()));
        Instant now = clock.instant();
        Duration life = Duration.ofDays(settings.devices().days());
        cookie.set(known.add(names(), sessionId(authentication), now), life);
        return now.plus(life);
    }

    /** Those that are trusted now, the one used last first. */
    public List<TrustedDevice> list() {
        if (!allowed()) {
            return List.of();
        }
        String bond = known.bond();
        DeviceToken shown = shown();
        return known.all().stream()
                .filter(device -> lasts(device, bond))
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

    private @Nullable DeviceToken shown() {
        return cookie.read().orElse(null);
    }

    private void forget(KnownDevice device) {
        known.forget(device.id());
        cookie.clear();
    }

    private boolean isTrusted(KnownDevice device, DeviceToken shown, AuthenticationSessionModel authentication) {
        // Whoever shows the former token was overtaken by another tab just now, whose session may be only beginning.
        return allowed()
                && lasts(device, known.bond())
                && (!device.holds(shown)
                        || !new EndedSession(session, clock).endedBySomebody(device.row(), authentication));
    }

    private boolean lasts(KnownDevice device, String bond) {
        return device.model().bond().filter(bond::equals).isPresent()
                && device.until(settings.devices()).isAfter(clock.instant());
    }

    /** The id that Keycloak will give the user session. */
    private static String sessionId(AuthenticationSessionModel authentication) {
        return authentication.getParentSession().getId();
    }

    private BrowserNames names() {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        return device == null ? BrowserNames.of("", "") : BrowserNames.of(device.getBrowser(), device.getOs());
    }
}
