package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.totp.Authenticators;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;

/**
 * The links to identity providers with which a user has passed their second factor. One row of the user's credentials
 * for each, so that it goes with the user, an administrator sees it and can remove it, and the user cannot write it.
 */
final class ProvedLinks {

    /** The credential type. */
    static final String TYPE = "two-factor-identity-provider";

    private final UserModel user;

    private ProvedLinks(UserModel user) {
        this.user = user;
    }

    static ProvedLinks of(UserModel user) {
        return new ProvedLinks(user);
    }

    /** Whether the factor that was passed with the link is still there. */
    boolean contain(FederatedIdentityModel link) {
        return row(link.getIdentityProvider())
                .filter(row -> data(link).equals(row.getCredentialData()))
                .filter(row -> Authenticators.of(user).stream().allMatch(authenticator -> isOlder(authenticator, row)))
                .isPresent();
    }

    void add(FederatedIdentityModel link, Clock clock) {
        if (contain(link)) {
            return;
        }
        row(link.getIdentityProvider())
                .ifPresent(row -> user.credentialManager().removeStoredCredentialById(row.getId()));
        CredentialModel row = new CredentialModel();
        row.setType(TYPE);
        row.setUserLabel(link.getIdentityProvider());
        row.setCreatedDate(clock.millis());
        row.setCredentialData(data(link));
        row.setSecretData("{}");
        user.credentialManager().createStoredCredential(row);
    }

    private Optional<CredentialModel> row(String alias) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .filter(row -> alias.equals(row.getUserLabel()))
                .findFirst();
    }

    private static boolean isOlder(CredentialModel authenticator, CredentialModel row) {
        Long created = authenticator.getCreatedDate();
        return created == null || created <= Objects.requireNonNull(row.getCreatedDate());
    }

    private static String data(FederatedIdentityModel link) {
        byte[] id = link.getUserId().getBytes(StandardCharsets.UTF_8);
        return "{\"user\":\"" + Base64.getUrlEncoder().encodeToString(id) + "\"}";
    }
}
