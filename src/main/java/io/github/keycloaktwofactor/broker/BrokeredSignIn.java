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

/** Whether a sign-in through an identity provider counts as a second factor. */
public final class BrokeredSignIn {

    private final PageContext context;
    private final SignIn signIn;

    public BrokeredSignIn(PageContext context) {
        this.context = context;
        this.signIn = context.signIn();
    }

    /**
     * The link by which a trusted identity provider vouches for the user in this sign-in. Keycloak links an account at a provider
     * with a password alone, so a link that was created in this sign-in does not count; for users who have a factor, only a
     * link with which they have passed that factor before counts.
     */
    public Optional<LinkId> trustedLink() {
        if (LightweightUserAdapter.isLightweightUser(context.user())) {
            // A transient user of the provider: there is no link, and no other way to sign in.
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
     * Whether the link of this sign-in was removed or replaced since. A sign-in that rests on it must not complete. The user's
     * id at the provider may differ from that of the link: mappers can change it.
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

    /** Stores the link of this sign-in as verified, once the user has passed their own factor with it. */
    public void remember() {
        boolean proved = signIn.evidence()
                .filter(context.evidencePolicy()::allowsChanges)
                .isPresent();
        if (proved && !context.settings().trustedIdentityProviders().isEmpty()) {
            link().ifPresent(link -> VerifiedLinks.of(context.user()).add(link, context.clock()));
        }
    }

    /** The user's link of this sign-in, if the user's id at the provider is that of the link. */
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
