package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.session.Evidence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A sign-in that the guard has passed in this request, and the evidence that it passed with, so that the exit need not
 * repeat the whole decision a few milliseconds later. Another request may change something in between, just as it may
 * right after the exit; what this request itself may have changed is checked.
 *
 * @param evidence the evidence that counted
 * @param settings the policy that accepted it
 * @param change whether a factor was to be changed, which requires more
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
     * Whether it is the sign-in of the context, and still passes: the session has that evidence, whose credential still
     * exists; password, factors and not-before times are unchanged; and no change of a factor is pending now.
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
