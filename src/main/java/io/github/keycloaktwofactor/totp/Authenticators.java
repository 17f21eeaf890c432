package io.github.keycloaktwofactor.totp;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The authenticators that a user has enrolled: stock credentials of type {@code otp}, ours and Keycloak's own alike. */
public final class Authenticators {

    private static final Logger LOG = Logger.getLogger(Authenticators.class);

    private Authenticators() {}

    public static List<CredentialModel> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                .toList();
    }

    /** The readable ones; an unreadable row accepts no code. */
    static List<Authenticator> readable(UserModel user) {
        return of(user).stream()
                .map(Authenticators::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Authenticator> read(CredentialModel row) {
        try {
            return Optional.of(Authenticator.of(OTPCredentialModel.createFromCredentialModel(row)));
        } catch (RuntimeException e) {
            // The message may quote the row, which contains the secret.
            LOG.warnf("The authenticator %s cannot be read and accepts no code", row.getId());
            return Optional.empty();
        }
    }
}
