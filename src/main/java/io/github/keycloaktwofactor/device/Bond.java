package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What the trust in a device hangs on: the password and every factor of the user, by their dates of creation, and the
 * not-before times that an administrator's sign-out leaves on the user and on the realm. Whatever changes there, by
 * whichever way and without any event, the fingerprint is another one.
 */
final class Bond {

    /**
     * Old passwords say nothing about the present ones, and Keycloak drops them at times. A link to an identity provider
     * that was proved is no factor.
     */
    private static final List<String> LEFT_OUT = List.of(
            TrustedDeviceCredentialModel.TYPE,
            PasswordCredentialModel.PASSWORD_HISTORY,
            TwoFactorPolicy.PROVED_LINK_TYPE);

    private Bond() {}

    /** A fingerprint of all that, as it is now. */
    static String of(KeycloakSession session, RealmModel realm, UserModel user) {
        Stream<String> credentials = user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> !LEFT_OUT.contains(credential.getType()))
                .map(Bond::line)
                .sorted();
        Stream<String> times = Stream.of(
                "realm " + realm.getNotBefore(), "user " + session.users().getNotBeforeOfUser(realm, user));
        return DeviceToken.hash(Stream.concat(times, credentials).collect(Collectors.joining("\n")));
    }

    private static String line(CredentialModel credential) {
        return String.join(" ", credential.getType(), credential.getId(), String.valueOf(credential.getCreatedDate()));
    }
}
