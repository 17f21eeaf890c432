package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.factor.FactorChange;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.session.UsedKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.WebAuthnCredentialModelInput;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What our credential providers for keys add to Keycloak's own for the same type, while the guard is on. */
final class KeyCredentials {

    private static final String ID = "keycloak-";

    private final KeycloakSession session;

    public KeyCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** Whether our provider overrides Keycloak's own for that type of key. */
    public static boolean areOurs(KeycloakSession session, String type) {
        CredentialProvider<?> provider = session.getProvider(CredentialProvider.class, ID + type);
        return provider instanceof TwoFactorWebAuthnCredentialProvider
                || provider instanceof TwoFactorPasswordlessCredentialProvider;
    }

    /** Records which key was accepted, and whose. */
    void used(RealmModel realm, UserModel user, CredentialInput input) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (authentication == null
                || TwoFactorPolicy.of(realm).isEmpty()
                || !(input instanceof WebAuthnCredentialModelInput used)) {
            return;
        }
        user.credentialManager()
                .getStoredCredentialsByTypeStream(used.getType())
                .filter(key -> holds(key, used.getAuthenticationRequest().getCredentialId()))
                .findFirst()
                .ifPresent(key -> UsedKey.note(authentication, user.getId(), used.getType(), key.getId()));
    }

    private static boolean holds(CredentialModel key, byte[] credentialId) {
        String stored = WebAuthnCredentialModel.createFromCredentialModel(key)
                .getWebAuthnCredentialData()
                .getCredentialId();
        return Arrays.equals(Base64.getMimeDecoder().decode(stored), credentialId);
    }

    /** Adds a key, if that is allowed now, and records that this sign-in did. */
    CredentialModel add(RealmModel realm, UserModel user, Supplier<CredentialModel> stock) {
        Optional<FactorChange> change = FactorChange.of(session, realm, user);
        change.ifPresent(FactorChange::demand);
        CredentialModel added = stock.get();
        change.ifPresent(allowed -> noteAdded(user, added));
        return added;
    }

    private void noteAdded(UserModel user, CredentialModel added) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel authenticated = authentication == null ? null : authentication.getAuthenticatedUser();
        if (authenticated != null && user.getId().equals(authenticated.getId())) {
            new SignIn(session, authentication, user, ServerClock.INSTANCE).added(added.getId());
        }
    }
}
