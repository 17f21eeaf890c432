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
 * The guard. It stands at the end of every interactive sign-in, before every other action, and lets nobody through whom
 * the second factor still concerns. It is put on the authentication session alone, so nothing of it stays with a user.
 */
final class GuardAction implements RequiredActionProvider {

    private final SecureRandom random;

    GuardAction(SecureRandom random) {
        this.random = random;
    }

    /** With anything else Keycloak skips an action that is named in {@code kc_action}, and the sign-in ends. */
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
        PageContext visit = ActionContext.of(context, policy.get());
        if (!authentication.getRequiredActions().isEmpty() && visit.signIn().begunInTheUsersName()) {
            FactorActions.takeOff(authentication);
        }
        GuardDecision decision = new GuardDecision(visit);
        NextStep next = decision.next();
        nameFactor(visit);
        if (next == NextStep.ASK_CODE) {
            FactorActions.takeOff(authentication);
        }
        if (next == NextStep.NOTHING) {
            SatisfiedActions.takeOff(visit);
        }
        if (next != NextStep.NOTHING || visit.signIn().joinsUnnamedSession() || pageLeft(decision)) {
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
            // Nobody can tell, so the sign-in stays here; the next look says why.
            return true;
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        PageContext visit = visit(context);
        Response page = visit == null ? null : Unavailable.SIGN_IN.orPage(visit, () -> look(context, visit));
        if (page == null) {
            context.success();
        } else {
            context.challenge(page);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        PageContext visit = visit(context);
        if (visit == null) {
            context.success();
            return;
        }
        ActionContext.settle(context, Unavailable.SIGN_IN.orReply(visit, () -> {
            FormResult reply = submit(context, visit);
            Response left = reply.kind() == FormResult.Kind.PASSED ? look(context, visit) : null;
            return left == null ? reply : FormResult.shown(left);
        }));
    }

    /** A page after the code, ours or another action's, makes Keycloak begin the event of the sign-in anew. */
    private static void nameFactor(PageContext visit) {
        visit.signIn()
                .evidence()
                .ifPresent(evidence -> visit.event()
                        .detail(EventDetail.FACTOR, evidence.method().text()));
    }

    private static @Nullable PageContext visit(RequiredActionContext context) {
        return TwoFactorPolicy.of(context.getRealm())
                .map(settings -> ActionContext.of(context, settings))
                .orElse(null);
    }

    /** The page that the sign-in has to see next, or null when it may end. */
    private @Nullable Response look(RequiredActionContext context, PageContext visit) {
        if (visit.signIn().joinsUnnamedSession()) {
            // Ends that session; the sign-in begins again in one of its own.
            return Restart.of(visit.session(), visit.authentication());
        }
        GuardDecision decision = new GuardDecision(visit);
        return switch (decision.next()) {
            case BEGIN_AGAIN -> NoticePage.of(visit, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> NoticePage.of(visit, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new EnrolmentProof(visit).look(context);
            case ASK_CODE -> new CodeChallenge(visit).show();
            case ENROL -> new Enrolment(visit, SetupMode.ENFORCED, random).look();
            case USE_OTHER_FACTOR -> NoticePage.of(visit, NoticePage.Kind.OTHER_FACTOR);
            case REFUSE -> NoticePage.of(visit, refusal(visit));
            case NOTHING ->
                switch (decision.lastPage()) {
                    case CODES -> new NewRecoveryCodes(visit, random).look();
                    case RECOVERY_CODE_USED -> new RecoveryCodeUsedPage(visit, random).look();
                    case CODES_MISSING -> new MissingRecoveryCodes(visit, random).look();
                    case NONE -> null;
                };
        };
    }

    private FormResult submit(RequiredActionContext context, PageContext visit) {
        if (visit.signIn().joinsUnnamedSession()) {
            return FormResult.shown(Restart.of(visit.session(), visit.authentication()));
        }
        GuardDecision decision = new GuardDecision(visit);
        return switch (decision.next()) {
            case BEGIN_AGAIN -> again(visit, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> again(visit, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new EnrolmentProof(visit).submit(context);
            case ASK_CODE -> new CodeChallenge(visit).submit();
            case ENROL -> new Enrolment(visit, SetupMode.ENFORCED, random).submit();
            case USE_OTHER_FACTOR ->
                atNotice(
                        visit,
                        NoticePage.Kind.OTHER_FACTOR,
                        () -> BrowserFlowDetour.restart(visit),
                        () -> BrowserFlowDetour.leave(visit));
            case REFUSE ->
                atNotice(
                        visit,
                        refusal(visit),
                        () -> BrowserFlowDetour.leave(visit),
                        () -> BrowserFlowDetour.leave(visit));
            case NOTHING ->
                switch (decision.lastPage()) {
                    case CODES -> new NewRecoveryCodes(visit, random).submit();
                    case RECOVERY_CODE_USED -> new RecoveryCodeUsedPage(visit, random).submit();
                    case CODES_MISSING -> new MissingRecoveryCodes(visit, random).submit();
                    // Users who began to set up while they had to may end it, and hear how it ended.
                    case NONE ->
                        Enrolment.isConfirmed(visit)
                                ? new Enrolment(visit, SetupMode.SELF_SERVICE, random).submit()
                                : FormResult.passed();
                };
        };
    }

    private static NoticePage.Kind refusal(PageContext visit) {
        return BrowserFlowDetour.isTakenByAnother(visit) ? NoticePage.Kind.OTHER_ACCOUNT : NoticePage.Kind.IMPERSONATED;
    }

    private static FormResult again(PageContext visit, NoticePage.Kind kind) {
        return atNotice(
                visit,
                kind,
                () -> Restart.again(visit.session(), visit.authentication()),
                () -> Restart.of(visit.session(), visit.authentication()));
    }

    /** What somebody pressed before the notice was shown is not taken for an answer to it. */
    private static FormResult atNotice(
            PageContext visit, NoticePage.Kind kind, Supplier<Response> restart, Supplier<Response> leave) {
        String pressed = visit.pressed();
        if (pressed.equals("restart")) {
            return FormResult.shown(restart.get());
        }
        boolean leaves = pressed.equals("leave") && ShownNotice.in(visit.authentication());
        return FormResult.shown(leaves ? leave.get() : NoticePage.of(visit, kind));
    }

    @Override
    public void close() {}
}
