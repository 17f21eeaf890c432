package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.totp.Authenticators;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Whose key was used, in a sign-in through an identity provider. Keycloak notes the kinds of credentials that a sign-in has
 * used, and not whose; a provider can bring another user into a sign-in that somebody has begun with a key of their own.
 */
final class BrokerSteps {

    private final Visit visit;
    private final @Nullable String alias;

    private BrokerSteps(Visit visit, @Nullable String alias) {
        this.visit = visit;
        this.alias = alias;
    }

    static BrokerSteps of(Visit visit) {
        return new BrokerSteps(visit, visit.signIn().identityProvider().orElse(null));
    }

    /**
     * Whether a credential of that type can be taken for the user's. Through a provider only one that the provider's own
     * flows asked for, and only of whoever has nothing that we can ask for ourselves; and none before those have been
     * passed.
     */
    boolean allow(String type) {
        if (visit.signIn().atProvidersFlow()) {
            return false;
        }
        return alias == null
                || (Authenticators.of(visit.user()).isEmpty() && flows().anyMatch(flow -> passed(flow, type)));
    }

    private Stream<String> flows() {
        IdentityProviderModel provider = visit.session().identityProviders().getByAlias(alias);
        if (provider == null) {
            return Stream.empty();
        }
        String first = provider.getFirstBrokerLoginFlowId();
        AuthenticationFlowModel usual = first == null ? visit.realm().getFirstBrokerLoginFlow() : null;
        return Stream.of(usual == null ? first : usual.getId(), provider.getPostBrokerLoginFlowId())
                .filter(Objects::nonNull);
    }

    private boolean passed(String flow, String type) {
        return visit.realm()
                .getAuthenticationExecutionsStream(flow)
                .anyMatch(step ->
                        step.isAuthenticatorFlow() ? passed(step.getFlowId(), type) : takes(step, type) && done(step));
    }

    private boolean takes(AuthenticationExecutionModel step, String type) {
        return visit.session()
                                .getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, step.getAuthenticator())
                        instanceof ConfigurableAuthenticatorFactory factory
                && type.equals(factory.getReferenceCategory());
    }

    private boolean done(AuthenticationExecutionModel step) {
        return visit.authentication().getExecutionStatus().get(step.getId()) == ExecutionStatus.SUCCESS;
    }
}
