package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.grant.TokenDecision;
import io.github.keycloaktwofactor.grant.TokenPolicy;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Checks account linking by a user who is signed in. A link allows later sign-ins, so users whom the guard would stop
 * cannot create one, and an impersonator never can. Not checked: links that administrators create, and links created by
 * a brokered sign-in, which the guard checks at its end.
 */
final class IdentityLinkListener implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(IdentityLinkListener.class);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            KeycloakSession session = created.getKeycloakSession();
            AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
            if (authentication != null && isOfWhoIsSignedIn(authentication, created)) {
                TwoFactorPolicy.of(created.getRealm())
                        .flatMap(settings -> refusal(session, authentication, settings))
                        .ifPresent(refusal -> refuse(created, authentication, refusal));
            }
        }
    }

    private static boolean isOfWhoIsSignedIn(
            AuthenticationSessionModel authentication, FederatedIdentityCreatedEvent created) {
        UserModel signedIn = authentication.getAuthenticatedUser();
        return signedIn != null
                && signedIn.getId().equals(created.getUser().getId())
                // A brokered first sign-in creates the link to its own provider; the guard checks that.
                && !created.getFederatedIdentity()
                        .getIdentityProvider()
                        .equals(authentication.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS));
    }

    /** The reason to refuse the link, if any. */
    private static Optional<Refusal> refusal(
            KeycloakSession session, AuthenticationSessionModel authentication, PolicySettings settings) {
        if (Boolean.parseBoolean(authentication.getAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER))) {
            PageContext context = context(session, authentication, settings);
            return Refusal.of(
                    context.signIn().impersonated(), () -> new GuardDecision(context).next() != NextStep.NOTHING);
        }
        UserSessionModel past = linkedFrom(session, authentication);
        TokenPolicy tokenPolicy = new TokenPolicy(session, authentication.getRealm(), settings);
        return past == null
                ? Optional.empty()
                : Refusal.of(
                        new CompletedSignIn(session, past).impersonated(),
                        () -> tokenPolicy.ofSignIn(past) == TokenDecision.REFUSED);
    }

    /** Client-initiated linking starts from an existing session; without one Keycloak refuses it. */
    private static @Nullable UserSessionModel linkedFrom(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return session.sessions()
                .getUserSession(
                        authentication.getRealm(),
                        authentication.getParentSession().getId());
    }

    private static PageContext context(
            KeycloakSession session, AuthenticationSessionModel authentication, PolicySettings settings) {
        return new PageContext(
                session,
                authentication.getRealm(),
                authentication.getAuthenticatedUser(),
                authentication,
                event(session, authentication),
                session.getContext().getHttpRequest(),
                settings,
                () -> session.getProvider(LoginFormsProvider.class),
                ServerClock.INSTANCE);
    }

    private static EventBuilder event(KeycloakSession session, AuthenticationSessionModel authentication) {
        return new EventBuilder(
                        authentication.getRealm(), session, session.getContext().getConnection())
                .event(EventType.FEDERATED_IDENTITY_LINK)
                .client(authentication.getClient())
                .user(authentication.getAuthenticatedUser())
                .detail(Details.USERNAME, authentication.getAuthenticatedUser().getUsername());
    }

    /** Keycloak's broker endpoint sends the response of this exception, and the link is rolled back. */
    private static void refuse(
            FederatedIdentityCreatedEvent created, AuthenticationSessionModel authentication, Refusal refusal) {
        KeycloakSession session = created.getKeycloakSession();
        String alias = created.getFederatedIdentity().getIdentityProvider();
        event(session, authentication)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(
                        Details.IDENTITY_PROVIDER_USERNAME,
                        created.getFederatedIdentity().getUserName())
                .detail(Details.REASON, "Two-factor authentication is required")
                .error(Errors.NOT_ALLOWED);
        LOG.debugf(
                "User %s has not passed the second factor, so no account at identity provider %s is linked",
                created.getUser().getId(), alias);
        session.getTransactionManager().setRollbackOnly();
        throw new ErrorPageException(session, authentication, Response.Status.FORBIDDEN, refusal.message);
    }

    private enum Refusal {
        /** An administrator impersonates the user, who may be fully signed in. */
        IMPERSONATED("two-factor-notice-impersonated"),
        NOT_PASSED("two-factor-link-refused");

        private final String message;

        Refusal(String message) {
            this.message = message;
        }

        static Optional<Refusal> of(boolean impersonated, BooleanSupplier stopped) {
            if (impersonated) {
                return Optional.of(IMPERSONATED);
            }
            return stopped.getAsBoolean() ? Optional.of(NOT_PASSED) : Optional.empty();
        }
    }
}
