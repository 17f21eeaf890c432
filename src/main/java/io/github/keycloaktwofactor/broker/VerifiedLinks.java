package io.github.keycloaktwofactor.broker;

import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.keycloak.UniqueLabel;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Clock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserModel;

/**
 * The links to identity providers with which a user has passed their second factor. Each is a
 * credential of the user, so that it is removed with the user, administrators can see and remove it, and users cannot
 * create one.
 */
final class VerifiedLinks {

    /** The credential type. */
    static final String TYPE = FactorEvent.PROVED_LINK_TYPE;

    private static final Logger LOG = Logger.getLogger(VerifiedLinks.class);

    private final UserModel user;

    private VerifiedLinks(UserModel user) {
        this.user = user;
    }

    static VerifiedLinks of(UserModel user) {
        return new VerifiedLinks(user);
    }

    /** Whether the factor that was passed with the link is still there. */
    boolean contain(FederatedIdentityModel link) {
        VerifiedLink wanted = VerifiedLink.of(link);
        return rows().filter(row -> VerifiedLink.of(row).filter(wanted::equals).isPresent())
                .anyMatch(
                        row -> Authenticators.of(user).stream().allMatch(authenticator -> isOlder(authenticator, row)));
    }

    /** The user has passed their factor, so the sign-in continues even if the link cannot be stored. */
    void add(FederatedIdentityModel link, Clock clock) {
        if (contain(link)) {
            return;
        }
        try {
            replace(VerifiedLink.of(link), clock);
        } catch (ModelException e) {
            LOG.warnf(
                    "That user %s has proved the link to identity provider %s cannot be stored, so the next sign-in"
                            + " through it asks for the factor again: %s",
                    user.getId(), link.getIdentityProvider(), e.getMessage());
        }
    }

    private void replace(VerifiedLink link, Clock clock) {
        rows().filter(row -> VerifiedLink.of(row)
                        .filter(old -> old.alias().equals(link.alias()))
                        .isPresent())
                .toList()
                .forEach(row -> user.credentialManager().removeStoredCredentialById(row.getId()));
        CredentialModel row = new CredentialModel();
        row.setType(TYPE);
        row.setUserLabel(UniqueLabel.of(link.alias(), rows().map(CredentialModel::getUserLabel)));
        row.setCreatedDate(clock.millis());
        row.setCredentialData(link.data());
        row.setSecretData("{}");
        user.credentialManager().createStoredCredential(row);
    }

    private Stream<CredentialModel> rows() {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE);
    }

    private static boolean isOlder(CredentialModel authenticator, CredentialModel row) {
        Long created = authenticator.getCreatedDate();
        Long proved = row.getCreatedDate();
        return proved != null && (created == null || created <= proved);
    }
}
