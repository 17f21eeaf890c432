package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The security key or passkey that a sign-in has used, and whose it is: Keycloak's own record names no more than the type
 * of the credential. Of one type only the last one is known.
 */
public final class UsedKey {

    private UsedKey() {}

    /** Remembers that a credential of the user was accepted in this sign-in. */
    public static void note(
            AuthenticationSessionModel authentication, String userId, String type, String credentialId) {
        SignInNote.USED_KEY_OF.put(authentication, type, userId);
        SignInNote.USED_KEY.put(authentication, type, credentialId);
    }

    /** Id of the credential of that type and user that this sign-in has used; empty when it was somebody else's. */
    public static Optional<String> credentialId(AuthenticationSessionModel authentication, String userId, String type) {
        return userId.equals(SignInNote.USED_KEY_OF.in(authentication, type))
                ? Optional.ofNullable(SignInNote.USED_KEY.in(authentication, type))
                : Optional.empty();
    }
}
