package io.github.keycloaktwofactor.broker;

import io.github.keycloaktwofactor.factor.LinkId;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** What the identity provider that a sign-in came through is worth for the second factor. */
public final class BrokeredSignIn {

    private final PageContext context;
    private final SignIn signIn;

    public BrokeredSignIn(PageContext context) {
        this.context = context;
        this.signIn = context.signIn();
    }

    /**
     * The link with which a trusted identity provider vouches for the person in this very sign-in. Keycloak links an account at a
     * provider to an account here on a password alone, so a link that was made just now vouches for nobody, and for
     * users who have a factor only one with which they have passed that factor before.
     */
    public Optional<LinkId> trustedLink() {
        if (LightweightUserAdapter.isLightweightUser(context.user())) {
            // The user is the provider's own account: there is no link, and no other way in.
            return signIn.identityProvider()
                    .filter(alias -> TrustedProviders.trust(context.session(), context.settings(), alias))
                    .map(LinkId::ofAccountAt);
        }
        return link().filter(link -> !linkedJustNow())
                .filter(link -> TrustedLink.vouches(
                        context.session(), context.realm(), context.user(), context.settings(), link))
                .map(LinkId::of);
    }

    /**
     * Whether the link that brought the person here was removed since, or another has taken its place. A sign-in that rests
     * on it must not end. The provider's id of the person need not be that of the link: mappers may have made another of it.
     */
    public boolean linkIsGone() {
        if (signIn.identityProvider().isEmpty() || LightweightUserAdapter.isLightweightUser(context.user())) {
            return false;
        }
        return linkAtProvider()
                .filter(link -> signIn.cameBy(
                        link.getIdentityProvider(), LinkId.of(link).text()))
                .isEmpty();
    }

    /** Remembers the link that the sign-in came through, once the person has passed their own factor with it. */
    public void remember() {
        boolean proved = signIn.evidence()
                .filter(context.evidencePolicy()::allowsChanges)
                .isPresent();
        if (proved && !context.settings().trustedIdentityProviders().isEmpty()) {
            link().ifPresent(link -> VerifiedLinks.of(context.user()).add(link, context.clock()));
        }
    }

    /** The user's link that this sign-in came through, where the provider's id of the person is that of the link. */
    private Optional<FederatedIdentityModel> link() {
        return linkAtProvider().filter(this::isOfThisSignIn);
    }

    private Optional<FederatedIdentityModel> linkAtProvider() {
        return signIn.identityProvider()
                .map(alias -> context.session().users().getFederatedIdentity(context.realm(), context.user(), alias));
    }

    /** The authentication session outlives a change of user; Keycloak notes who came, as alias and id, for most kinds. */
    private boolean isOfThisSignIn(FederatedIdentityModel link) {
        String who = context.authentication().getAuthNote(AuthenticationProcessor.BROKER_USER_ID);
        return who == null || who.endsWith("." + link.getUserId());
    }

    private boolean linkedJustNow() {
        boolean first =
                context.authentication().getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS) != null;
        String created = context.authentication().getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER);
        return first && !Boolean.parseBoolean(created);
    }
}
