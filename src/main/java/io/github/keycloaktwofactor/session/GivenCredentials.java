package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a user has given in this very sign-in: a password or another credential, a provider's word, a mailed link. */
final class GivenCredentials {

    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final SsoCookie cookie;

    GivenCredentials(AuthenticationSessionModel authentication, UserModel user, SsoCookie cookie) {
        this.authentication = authentication;
        this.user = user;
        this.cookie = cookie;
    }

    /** Whether there is anything. */
    boolean any() {
        return password()
                || !AuthenticatorUtil.getAuthnCredentials(authentication).isEmpty()
                || identityProvider().isPresent()
                || atProvidersFlow()
                || MailedLink.in(authentication, user)
                        .filter(MailedLink::standsForFirstFactor)
                        .isPresent();
    }

    /** Whether a mailed link is all, and it is for something else than a first factor. */
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

    /** Alias of the identity provider that the sign-in came through. */
    Optional<String> identityProvider() {
        return cookie.wasEnough()
                ? Optional.empty()
                : Optional.ofNullable(authentication.getUserSessionNotes().get(Details.IDENTITY_PROVIDER));
    }

    /**
     * Whether a provider has named the user, and a flow of the provider's own is still to be passed. Keycloak leaves the
     * steps of the flow before it as they are, no matter who took them, and a browser need not go where it is sent.
     */
    boolean atProvidersFlow() {
        return authentication.getAuthNote(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT) != null;
    }

    /** To be called after the flow: a user who is here without a link, or by one that is enough, has come through it. */
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
