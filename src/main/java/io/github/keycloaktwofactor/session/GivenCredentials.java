package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a user has presented in this sign-in: a password or other credential, an identity provider's assertion, a mailed
 * link.
 */
final class GivenCredentials {

    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final SsoCookie cookie;

    GivenCredentials(AuthenticationSessionModel authentication, UserModel user, SsoCookie cookie) {
        this.authentication = authentication;
        this.user = user;
        this.cookie = cookie;
    }

    /** Whether anything was presented. */
    boolean any() {
        return password()
                || !AuthenticatorUtil.getAuthnCredentials(authentication).isEmpty()
                || identityProvider().isPresent()
                || atProvidersFlow()
                || MailedLink.in(authentication, user)
                        .filter(MailedLink::standsForFirstFactor)
                        .isPresent();
    }

    /** Whether only a mailed link was presented, and it is not meant for setting up a first factor. */
    boolean onlyMailedLink() {
        return MailedLink.in(authentication, user).isPresent()
                && !user.getId().equals(SignInNote.MORE_THAN_A_LINK.in(authentication))
                && !any();
    }

    boolean password() {
        return AuthenticatorUtil.isPasswordValidated(authentication)
                && identityProvider().isEmpty()
                && !atProvidersFlow();
    }

    /** Alias of the identity provider of the sign-in. */
    Optional<String> identityProvider() {
        return cookie.wasEnough()
                ? Optional.empty()
                : Optional.ofNullable(authentication.getUserSessionNotes().get(Details.IDENTITY_PROVIDER));
    }

    /**
     * Whether a provider has identified the user, and its first or post-login flow is still pending. Keycloak keeps the
     * passed steps of the flow before it, no matter which user passed them, and a browser need not follow the redirect.
     */
    boolean atProvidersFlow() {
        return authentication.getAuthNote(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT) != null;
    }

    /** Call after the flow: a user who arrives without a link, or by one that is enough, has passed it. */
    void atVerification() {
        if (MailedLink.in(authentication, user)
                .filter(link -> !link.standsForFirstFactor())
                .isEmpty()) {
            choseFirstPassword();
        }
    }

    void choseFirstPassword() {
        SignInNote.MORE_THAN_A_LINK.put(authentication, user.getId());
    }
}
