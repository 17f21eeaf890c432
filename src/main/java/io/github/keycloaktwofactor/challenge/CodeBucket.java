package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.device.KnownBrowser;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Where wrong codes are counted, so that an attacker who only knows the password cannot lock the owner out: their attempts
 * are counted apart from those after a mailed link, and those in browsers that the owner has used.
 */
final class CodeBucket {

    private static final Set<String> RESTS_ON = Set.of(OTPCredentialModel.TYPE, RecoveryCodesCredentialModel.TYPE);

    private final PageContext context;
    private final List<CredentialModel> credentials;
    private final KnownBrowser browser;

    CodeBucket(PageContext context) {
        this.context = context;
        this.credentials = context.user()
                .credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> RESTS_ON.contains(credential.getType()))
                .toList();
        this.browser = new KnownBrowser(context.session(), context.realm(), context.user(), context.clock());
    }

    /** The mailed link comes first, so that it also helps in a known browser that has used up its attempts. */
    Bucket bucket() {
        // The password grant is no browser.
        if (!NewCodesOffer.possible(context.authentication())) {
            return Bucket.COMMON;
        }
        return context.signIn().byMailedLink()
                ? Bucket.MAILED_LINK
                : browser.bucket(ids()).orElse(Bucket.COMMON);
    }

    /**
     * Makes this a known browser, because a code was accepted in it.
     *
     * @param authenticator id of the authenticator that it belongs to; empty for a recovery code
     */
    void passed(Optional<String> authenticator) {
        // For users who have an authenticator, it must not depend on the set of codes, which is replaced too often.
        authenticator
                .or(() -> first(OTPCredentialModel.TYPE))
                .or(() -> first(RecoveryCodesCredentialModel.TYPE))
                .ifPresent(id -> browser.remember(ids(), id));
    }

    private Set<String> ids() {
        return credentials.stream().map(CredentialModel::getId).collect(Collectors.toSet());
    }

    private Optional<String> first(String type) {
        return credentials.stream()
                .filter(credential -> type.equals(credential.getType()))
                .map(CredentialModel::getId)
                .findFirst();
    }
}
