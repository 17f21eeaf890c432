package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.grant.TokenDecision;
import io.github.keycloaktwofactor.grant.TokenPolicy;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSignIn;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the guard would decide about a sign-in at this moment, for code that runs where the guard does not. */
public final class SignInDecision {

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final EventBuilder event;

    /**
     * @param user the user who signs in
     * @param event the event of the sign-in; receives a report of a copied device, and what the realm only reports
     */
    public SignInDecision(
            KeycloakSession session, AuthenticationSessionModel authentication, UserModel user, EventBuilder event) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
        this.event = event;
    }

    /** Records what identifies the user as soon as a first step has named them, whichever step comes next. */
    public static void begin(KeycloakSession session, AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        if (user != null && TwoFactorPolicy.isOn(authentication.getRealm())) {
            new SignIn(session, authentication, user, ServerClock.INSTANCE).begin();
        }
    }

    /** Whether the sign-in may continue to Keycloak's own pages, or complete. */
    public boolean passes() {
        return DelegatedAction.isAsked(session)
                || policy().map(settings -> next(settings, GuardDecision::next) == NextStep.NOTHING)
                        .orElse(true);
    }

    /** Removes a refused sign-in's evidence from the session that would have answered. */
    public void withdrawFrom(UserSessionModel answering) {
        new CompletedSignIn(session, answering)
                .withdraw(authentication.getUserSessionNotes().get(SignIn.NOTE));
    }

    /**
     * Whether an application may be answered from this session, which the sign-in has created or joined.
     *
     * @param byCookieAlone whether only Keycloak's identity cookie identified the user; the sign-in itself no longer
     *     says so
     */
    public boolean mayAnswerFrom(UserSessionModel answering, boolean byCookieAlone) {
        return policy().map(settings -> mayAnswerFrom(answering, byCookieAlone, settings))
                .orElse(true);
    }

    private boolean mayAnswerFrom(UserSessionModel answering, boolean byCookieAlone, PolicySettings settings) {
        TokenPolicy tokenPolicy = new TokenPolicy(session, authentication.getRealm(), settings);
        boolean another =
                !answering.getId().equals(authentication.getParentSession().getId());
        TokenDecision answer = another ? tokenPolicy.ofSignIn(answering) : TokenDecision.ACCEPTED;
        if (answer == TokenDecision.REFUSED) {
            return false;
        }
        boolean passes = PassedSignIn.holds(context(settings), answering)
                || passesAtTheEnd(tokenPolicy, answering, byCookieAlone, settings);
        // Last: the session that answers decides what is reported, and the decision before says what it reports itself.
        answer.reportTo(event);
        return passes;
    }

    private boolean passesAtTheEnd(
            TokenPolicy tokenPolicy, UserSessionModel answering, boolean byCookieAlone, PolicySettings settings) {
        return switch (nextAtTheEnd(byCookieAlone, settings)) {
            case NOTHING -> true;
            // No change is pending any more that would require a recent sign-in.
            case SIGN_IN_AGAIN -> tokenPolicy.ofSession(answering).reportTo(event) != TokenDecision.REFUSED;
            case BEGIN_AGAIN, PROVE_FIRST, ASK_CODE, ENROL, USE_OTHER_FACTOR, REFUSE_IMPERSONATOR, REFUSE_OTHER_USER ->
                false;
        };
    }

    private NextStep nextAtTheEnd(boolean byCookieAlone, PolicySettings settings) {
        if (!byCookieAlone) {
            return next(settings, GuardDecision::nextReported);
        }
        authentication.setAuthNote(AuthenticationManager.SSO_AUTH, "true");
        try {
            return next(settings, GuardDecision::nextReported);
        } finally {
            authentication.removeAuthNote(AuthenticationManager.SSO_AUTH);
        }
    }

    /** If the state tables are unavailable the sign-in does not continue; the guard's page shows the reason. */
    private NextStep next(PolicySettings settings, Function<GuardDecision, NextStep> decision) {
        try {
            return decision.apply(new GuardDecision(context(settings)));
        } catch (StateUnavailableException e) {
            return NextStep.ASK_CODE;
        }
    }

    private PageContext context(PolicySettings settings) {
        return new PageContext(
                session,
                authentication.getRealm(),
                user,
                authentication,
                event,
                session.getContext().getHttpRequest(),
                settings,
                () -> session.getProvider(LoginFormsProvider.class),
                ServerClock.INSTANCE);
    }

    private Optional<PolicySettings> policy() {
        return TwoFactorPolicy.of(authentication.getRealm());
    }
}
