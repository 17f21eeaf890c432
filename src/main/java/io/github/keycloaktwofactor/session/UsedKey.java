package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The security key or passkey that a sign-in has used, and its owner: Keycloak's own record only has the credential
 * type. Only the last one of each type is known.
 */
public final class UsedKey {

    private UsedKey() {}

    /** Records that a credential of the user was accepted in this sign-in. */
    public static void note(
            AuthenticationSessionModel authentication, String userId, String type, String credentialId) {
        SignInNote.USED_KEY_OF.put(authentication, type, userId);
        SignInNote.USED_KEY.put(authentication, type, credentialId);
    }

    /** Id of the user's credential of that type that this sign-in has used; empty if it was another user's. */
    public static Optional<String> credentialId(AuthenticationSessionModel authentication, String userId, String type) {
        return userId.equals(SignInNote.USED_KEY_OF.in(authentication, type))
                ? Optional.ofNullable(SignInNote.USED_KEY.in(authentication, type))
                : Optional.empty();
    }
}
