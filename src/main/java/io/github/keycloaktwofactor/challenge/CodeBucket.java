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
 * Where the wrong codes of one visit are counted, so that somebody who only knows a password cannot shut its owner out: what
 * they type is counted apart from what is typed by way of the owner's mailbox, and in browsers that the owner has used.
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

    /** The mailed link comes first, so that it helps too where a known browser has used up its own tries. */
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
     * Remembers that a code was passed in this browser.
     *
     * @param authenticator id of the authenticator that it belongs to; empty for a recovery code
     */
    void passed(Optional<String> authenticator) {
        // A set of codes is replaced too often to rest on, for a user who has an authenticator beside it.
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
