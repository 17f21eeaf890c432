package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.attempt.Bucket;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whether the user has passed a code in the browser of this request before (OWASP's "device cookie"). Nothing is stored on the
 * server: the cookie is authenticated with the realm's key, and is valid only while the user still has the credential
 * whose code was passed.
 */
public final class KnownBrowser {

    private static final int ID_DIGITS = 16;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final BrowserToken.Owner owner;
    private final Clock clock;
    private final BrowserCookie cookie;

    public KnownBrowser(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.owner = new BrowserToken.Owner(realm.getId(), user.getId());
        this.clock = clock;
        this.cookie = new BrowserCookie(session, realm, user);
    }

    /**
     * The bucket for wrong codes of this browser; empty if it is not known.
     *
     * @param credentialIds what the user has now
     */
    public Optional<Bucket> bucket(Set<String> credentialIds) {
        return known(credentialIds)
                .map(token -> Bucket.browser(DeviceToken.hash(token.id()).substring(0, ID_DIGITS)));
    }

    /**
     * Makes this browser a known one, or renews its cookie. Called only if a code was passed in it.
     *
     * @param credentialIds what the user has now
     * @param passed the credential that the code belongs to
     */
    public void remember(Set<String> credentialIds, String passed) {
        String id = known(credentialIds)
                .map(BrowserToken::id)
                .orElseGet(() -> BrowserToken.randomId(TrustedDeviceCredentialProvider.random(session)));
        SecretKey key = session.keys()
                .getActiveKey(realm, KeyUse.SIG, Constants.INTERNAL_SIGNATURE_ALGORITHM)
                .getSecretKey();
        cookie.set(BrowserToken.sign(id, clock.instant(), key, owner, passed));
    }

    private Optional<BrowserToken> known(Set<String> credentialIds) {
        return cookie.read()
                .filter(token -> token.lasts(clock.instant()))
                .filter(token -> keys().anyMatch(key ->
                        credentialIds.stream().anyMatch(credential -> token.isSigned(key, owner, credential))));
    }

    /** Includes passive keys, as long as the realm still accepts their signatures. */
    private Stream<SecretKey> keys() {
        return session.keys()
                .getKeysStream(realm, KeyUse.SIG, Constants.INTERNAL_SIGNATURE_ALGORITHM)
                .filter(key -> key.getStatus().isEnabled())
                .map(KeyWrapper::getSecretKey);
    }
}
