package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.SignInNote;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Whose key was used in a sign-in through an identity provider. Keycloak records the types of credentials that a sign-in
 * has used, but not whose; a provider can change the user of a sign-in that another user started with their key.
 */
final class BrokerSteps {

    private final PageContext context;
    private final @Nullable String alias;

    private BrokerSteps(PageContext context, @Nullable String alias) {
        this.context = context;
        this.alias = alias;
    }

    static BrokerSteps of(PageContext context) {
        return new BrokerSteps(context, context.signIn().identityProvider().orElse(null));
    }

    /**
     * Whether a credential of that type can be taken for the user's. Through a provider only one that the provider's own
     * flows asked for, and only of users who have nothing that we can ask for ourselves; none before those have been passed,
     * and none where they have seen somebody else, too: what that person passed stays passed for the next.
     */
    boolean allow(String type) {
        if (context.signIn().atProvidersFlow()) {
            return false;
        }
        return alias == null
                || (sawNobodyElse()
                        && Authenticators.of(context.user()).isEmpty()
                        && flows().anyMatch(flow -> passed(flow, type)));
    }

    /** Records the user of a provider's flow. */
    static void see(AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        String seen = SignInNote.SEEN_BY_PROVIDER.in(authentication);
        if (user != null && !ids(seen).contains(user.getId())) {
            SignInNote.SEEN_BY_PROVIDER.put(authentication, seen == null ? user.getId() : seen + " " + user.getId());
        }
    }

    private boolean sawNobodyElse() {
        return ids(SignInNote.SEEN_BY_PROVIDER.in(context.authentication()))
                .equals(List.of(context.user().getId()));
    }

    private static List<String> ids(@Nullable String seen) {
        return seen == null ? List.of() : List.of(seen.split(" "));
    }

    private Stream<String> flows() {
        IdentityProviderModel provider = context.session().identityProviders().getByAlias(alias);
        if (provider == null) {
            return Stream.empty();
        }
        String first = provider.getFirstBrokerLoginFlowId();
        AuthenticationFlowModel usual = first == null ? context.realm().getFirstBrokerLoginFlow() : null;
        return Stream.of(usual == null ? first : usual.getId(), provider.getPostBrokerLoginFlowId())
                .filter(Objects::nonNull);
    }

    private boolean passed(String flow, String type) {
        return context.realm()
                .getAuthenticationExecutionsStream(flow)
                .anyMatch(step ->
                        step.isAuthenticatorFlow() ? passed(step.getFlowId(), type) : takes(step, type) && done(step));
    }

    private boolean takes(AuthenticationExecutionModel step, String type) {
        return context.session()
                                .getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, step.getAuthenticator())
                        instanceof ConfigurableAuthenticatorFactory factory
                && type.equals(factory.getReferenceCategory());
    }

    private boolean done(AuthenticationExecutionModel step) {
        return context.authentication().getExecutionStatus().get(step.getId()) == ExecutionStatus.SUCCESS;
    }
}
