package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.challenge.CodeChallenge;
import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.MissingRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.RecoveryCodeUsedPage;
import io.github.keycloaktwofactor.enrolment.SetupMode;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.page.ActionContext;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The guard. It runs at the end of every interactive sign-in, before every other required action, and stops users who
 * still need the second factor. It is added only to the authentication session, so nothing remains on the user.
 */
final class GuardAction implements RequiredActionProvider {

    private final SecureRandom random;

    GuardAction(SecureRandom random) {
        this.random = random;
    }

    /** With any other value, Keycloak skips an action named in {@code kc_action}, and the sign-in completes. */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        Optional<PolicySettings> policy = TwoFactorPolicy.of(context.getRealm());
        if (policy.isEmpty()) {
            authentication.removeRequiredAction(TwoFactorPolicy.ACTION_ID);
            return;
        }
        PageContext pageContext = ActionContext.of(context, policy.get());
        if (!authentication.getRequiredActions().isEmpty()
                && pageContext.signIn().begunInTheUsersName()) {
            FactorActions.takeOff(authentication);
        }
        GuardDecision decision = new GuardDecision(pageContext);
        NextStep next = decision.nextReported();
        nameFactor(pageContext);
        if (next == NextStep.ASK_CODE) {
            FactorActions.takeOff(authentication);
        }
        if (next == NextStep.NOTHING) {
            SatisfiedActions.takeOff(pageContext);
        }
        if (next != NextStep.NOTHING || pageContext.signIn().joinsUnnamedSession() || pageLeft(decision)) {
            PassedSignIn.forget(context.getSession());
            GuardPriority.take(context.getSession(), context.getRealm());
            authentication.addRequiredAction(TwoFactorPolicy.ACTION_ID);
        } else {
            authentication.removeRequiredAction(TwoFactorPolicy.ACTION_ID);
            decision.passed();
        }
    }

    private static boolean pageLeft(GuardDecision decision) {
        try {
            return decision.lastPage() != LastPage.NONE;
        } catch (StateUnavailableException e) {
            // Unknown, so the sign-in stays here; the next GET shows the reason.
            return true;
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        PageContext pageContext = pageContext(context);
        Response page =
                pageContext == null ? null : Unavailable.SIGN_IN.orPage(pageContext, () -> show(context, pageContext));
        if (page == null) {
            context.success();
        } else {
            context.challenge(page);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        PageContext pageContext = pageContext(context);
        if (pageContext == null) {
            context.success();
            return;
        }
        ActionContext.settle(context, Unavailable.SIGN_IN.orResult(pageContext, () -> {
            FormResult result = submit(context, pageContext);
            Response left = result.kind() == FormResult.Kind.PASSED ? show(context, pageContext) : null;
            return left == null ? result : FormResult.shown(left);
        }));
    }

    /** A page after the code, ours or another action's, makes Keycloak start a new event for the sign-in. */
    private static void nameFactor(PageContext pageContext) {
        pageContext
                .signIn()
                .evidence()
                .ifPresent(evidence -> pageContext
                        .event()
                        .detail(EventDetail.FACTOR, evidence.method().text()));
    }

    private static @Nullable PageContext pageContext(RequiredActionContext context) {
        return TwoFactorPolicy.of(context.getRealm())
                .map(settings -> ActionContext.of(context, settings))
                .orElse(null);
    }

    /** The next page of the sign-in, or null if it may complete. */
    private @Nullable Response show(RequiredActionContext context, PageContext pageContext) {
        if (pageContext.signIn().joinsUnnamedSession()) {
            // Ends that session; the sign-in restarts in a new one.
            return Restart.of(pageContext.session(), pageContext.authentication());
        }
        GuardDecision decision = new GuardDecision(pageContext);
        return switch (decision.next()) {
            case BEGIN_AGAIN -> NoticePage.of(pageContext, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> NoticePage.of(pageContext, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new EnrolmentProof(pageContext).show(context);
            case ASK_CODE -> new CodeChallenge(pageContext).show();
            case ENROL -> new Enrolment(pageContext, SetupMode.ENFORCED, random).show();
            case USE_OTHER_FACTOR -> NoticePage.of(pageContext, NoticePage.Kind.OTHER_FACTOR);
            case REFUSE_IMPERSONATOR -> NoticePage.of(pageContext, NoticePage.Kind.IMPERSONATED);
            case REFUSE_OTHER_USER -> NoticePage.of(pageContext, NoticePage.Kind.OTHER_ACCOUNT);
            case NOTHING ->
                switch (decision.lastPage()) {
                    case CODES -> new NewRecoveryCodes(pageContext, random).show();
                    case RECOVERY_CODE_USED -> new RecoveryCodeUsedPage(pageContext, random).show();
                    case CODES_MISSING -> new MissingRecoveryCodes(pageContext, random).show();
                    case NONE -> null;
                };
        };
    }

    private FormResult submit(RequiredActionContext context, PageContext pageContext) {
        if (pageContext.signIn().joinsUnnamedSession()) {
            return FormResult.shown(Restart.of(pageContext.session(), pageContext.authentication()));
        }
        GuardDecision decision = new GuardDecision(pageContext);
        return switch (decision.next()) {
            case BEGIN_AGAIN -> again(pageContext, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> again(pageContext, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new EnrolmentProof(pageContext).submit(context);
            case ASK_CODE -> new CodeChallenge(pageContext).submit();
            case ENROL -> new Enrolment(pageContext, SetupMode.ENFORCED, random).submit();
            case USE_OTHER_FACTOR ->
                atNotice(
                        pageContext,
                        NoticePage.Kind.OTHER_FACTOR,
                        () -> BrowserFlowDetour.restart(pageContext),
                        () -> BrowserFlowDetour.leave(pageContext));
            case REFUSE_IMPERSONATOR -> refused(pageContext, NoticePage.Kind.IMPERSONATED);
            case REFUSE_OTHER_USER -> refused(pageContext, NoticePage.Kind.OTHER_ACCOUNT);
            case NOTHING ->
                switch (decision.lastPage()) {
                    case CODES -> new NewRecoveryCodes(pageContext, random).submit();
                    case RECOVERY_CODE_USED -> new RecoveryCodeUsedPage(pageContext, random).submit();
                    case CODES_MISSING -> new MissingRecoveryCodes(pageContext, random).submit();
                    // Users who began the set-up while it was required may complete it, and see the result.
                    case NONE ->
                        Enrolment.isConfirmed(pageContext)
                                ? new Enrolment(pageContext, SetupMode.SELF_SERVICE, random).submit()
                                : FormResult.passed();
                };
        };
    }

    private static FormResult refused(PageContext pageContext, NoticePage.Kind kind) {
        return atNotice(
                pageContext,
                kind,
                () -> BrowserFlowDetour.leave(pageContext),
                () -> BrowserFlowDetour.leave(pageContext));
    }

    private static FormResult again(PageContext pageContext, NoticePage.Kind kind) {
        return atNotice(
                pageContext,
                kind,
                () -> Restart.again(pageContext.session(), pageContext.authentication()),
                () -> Restart.of(pageContext.session(), pageContext.authentication()));
    }

    /** A button that was pressed before the notice was shown does not answer it. */
    private static FormResult atNotice(
            PageContext pageContext, NoticePage.Kind kind, Supplier<Response> restart, Supplier<Response> leave) {
        String pressed = pageContext.pressed();
        if (pressed.equals("restart")) {
            return FormResult.shown(restart.get());
        }
        boolean leaves = pressed.equals("leave") && ShownNotice.in(pageContext.authentication());
        return FormResult.shown(leaves ? leave.get() : NoticePage.of(pageContext, kind));
    }

    @Override
    public void close() {}
}
