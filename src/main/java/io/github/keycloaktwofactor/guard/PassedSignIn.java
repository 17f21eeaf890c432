package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.session.Evidence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A sign-in that the guard has let pass in this very request, and the evidence that it passed with, so that the exit need
 * not decide all of it once more a few milliseconds later. Another request may change something in between, as it may right
 * after the exit; what this request itself can have changed is looked at.
 *
 * @param evidence that counted
 * @param settings of the policy that accepted it
 * @param change whether a factor was to be changed, which asks for more
 */
record PassedSignIn(
        AuthenticationSessionModel authentication,
        String userId,
        Evidence evidence,
        PolicySettings settings,
        boolean change) {

    private static final String NAME = PassedSignIn.class.getName();

    /** Remembers it for the rest of the request. */
    static void remember(PageContext context, Evidence evidence, boolean change) {
        context.session()
                .setAttribute(
                        NAME,
                        new PassedSignIn(
                                context.authentication(),
                                context.user().getId(),
                                evidence,
                                context.settings(),
                                change));
    }

    static void forget(KeycloakSession session) {
        session.removeAttribute(NAME);
    }

    /**
     * Whether it is the one of the context, and may still pass: the session that answers has that evidence, whose credential
     * is there; password, factors and not-before times are as they were; and no change of a factor has come up.
     */
    static boolean holds(PageContext context, UserSessionModel answering) {
        PassedSignIn passed = context.session().getAttribute(NAME, PassedSignIn.class);
        return passed != null
                && passed.isOf(context)
                && new CompletedSignIn(context.session(), answering)
                        .evidence()
                        .filter(passed.evidence::equals)
                        .isPresent()
                && !context.mustBeginAgain()
                && passed.change == FactorActions.pending(context);
    }

    private boolean isOf(PageContext context) {
        return authentication == context.authentication()
                && userId.equals(context.user().getId())
                && settings.equals(context.settings());
    }
}
