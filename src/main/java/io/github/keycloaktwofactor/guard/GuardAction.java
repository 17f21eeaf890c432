package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.challenge.CodeChallenge;
import io.github.keycloaktwofactor.enrolment.AfterRecovery;
import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.MissingCodes;
import io.github.keycloaktwofactor.enrolment.Mode;
import io.github.keycloaktwofactor.enrolment.NewCodes;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.page.ActionVisit;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.page.Visit;
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
        Visit visit = ActionVisit.of(context, policy.get());
        if (!authentication.getRequiredActions().isEmpty() && visit.signIn().begunInTheUsersName()) {
            FactorActions.takeOff(authentication);
        }
        Door door = new Door(visit);
        NextStep next = door.next();
        nameFactor(visit);
        if (next == NextStep.ASK_CODE) {
            FactorActions.takeOff(authentication);
        }
        if (next == NextStep.NOTHING) {
            MetActions.takeOff(visit);
        }
        if (next != NextStep.NOTHING || visit.signIn().joinsUnnamedSession() || pageLeft(door)) {
            FirstPlace.take(context.getSession(), context.getRealm());
            authentication.addRequiredAction(TwoFactorPolicy.ACTION_ID);
        } else {
            authentication.removeRequiredAction(TwoFactorPolicy.ACTION_ID);
            door.passed();
        }
    }

    private static boolean pageLeft(Door door) {
        try {
            return door.lastPage() != LastPage.NONE;
        } catch (StateUnavailableException e) {
            // Nobody can tell, so the sign-in stays here; the next look says why.
            return true;
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Visit visit = visit(context);
        Response page = visit == null ? null : Unavailable.SIGN_IN.orPage(visit, () -> look(context, visit));
        if (page == null) {
            context.success();
        } else {
            context.challenge(page);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        Visit visit = visit(context);
        if (visit == null) {
            context.success();
            return;
        }
        ActionVisit.settle(context, Unavailable.SIGN_IN.orReply(visit, () -> {
            Reply reply = submit(context, visit);
            Response left = reply.kind() == Reply.Kind.PASSED ? look(context, visit) : null;
            return left == null ? reply : Reply.shown(left);
        }));
    }

    /** A page after the code, ours or another action's, makes Keycloak begin the event of the sign-in anew. */
    private static void nameFactor(Visit visit) {
        visit.signIn()
                .evidence()
                .ifPresent(evidence -> visit.event()
                        .detail(EventDetail.FACTOR, evidence.method().text()));
    }

    private static @Nullable Visit visit(RequiredActionContext context) {
        return TwoFactorPolicy.of(context.getRealm())
                .map(settings -> ActionVisit.of(context, settings))
                .orElse(null);
    }

    /** The page that the sign-in has to see next, or null when it may end. */
    private @Nullable Response look(RequiredActionContext context, Visit visit) {
        if (visit.signIn().joinsUnnamedSession()) {
            // Ends that session; the sign-in begins again in one of its own.
            return Restart.of(visit.session(), visit.authentication());
        }
        Door door = new Door(visit);
        return switch (door.next()) {
            case BEGIN_AGAIN -> NoticePage.of(visit, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> NoticePage.of(visit, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new FirstProof(visit).look(context);
            case ASK_CODE -> new CodeChallenge(visit).show();
            case ENROL -> new Enrolment(visit, Mode.ENFORCED, random).look();
            case USE_OTHER_FACTOR -> NoticePage.of(visit, NoticePage.Kind.OTHER_FACTOR);
            case REFUSE -> NoticePage.of(visit, refusal(visit));
            case NOTHING ->
                switch (door.lastPage()) {
                    case CODES -> new NewCodes(visit, random).look();
                    case RECOVERY_CODE_USED -> new AfterRecovery(visit, random).look();
                    case CODES_MISSING -> new MissingCodes(visit, random).look();
                    case NONE -> null;
                };
        };
    }

    private Reply submit(RequiredActionContext context, Visit visit) {
        if (visit.signIn().joinsUnnamedSession()) {
            return Reply.shown(Restart.of(visit.session(), visit.authentication()));
        }
        Door door = new Door(visit);
        return switch (door.next()) {
            case BEGIN_AGAIN -> again(visit, NoticePage.Kind.BEGIN_AGAIN);
            case SIGN_IN_AGAIN -> again(visit, NoticePage.Kind.SIGN_IN_AGAIN);
            case PROVE_FIRST -> new FirstProof(visit).submit(context);
            case ASK_CODE -> new CodeChallenge(visit).submit();
            case ENROL -> new Enrolment(visit, Mode.ENFORCED, random).submit();
            case USE_OTHER_FACTOR ->
                atNotice(visit, NoticePage.Kind.OTHER_FACTOR, () -> OwnFlow.restart(visit), () -> OwnFlow.leave(visit));
            case REFUSE -> atNotice(visit, refusal(visit), () -> OwnFlow.leave(visit), () -> OwnFlow.leave(visit));
            case NOTHING ->
                switch (door.lastPage()) {
                    case CODES -> new NewCodes(visit, random).submit();
                    case RECOVERY_CODE_USED -> new AfterRecovery(visit, random).submit();
                    case CODES_MISSING -> new MissingCodes(visit, random).submit();
                    // Users who began to set up while they had to may end it, and hear how it ended.
                    case NONE ->
                        Enrolment.isConfirmed(visit)
                                ? new Enrolment(visit, Mode.SELF_SERVICE, random).submit()
                                : Reply.passed();
                };
        };
    }

    private static NoticePage.Kind refusal(Visit visit) {
        return OwnFlow.isTakenByAnother(visit) ? NoticePage.Kind.OTHER_ACCOUNT : NoticePage.Kind.IMPERSONATED;
    }

    private static Reply again(Visit visit, NoticePage.Kind kind) {
        return atNotice(
                visit,
                kind,
                () -> Restart.again(visit.session(), visit.authentication()),
                () -> Restart.of(visit.session(), visit.authentication()));
    }

    /** What somebody pressed before the notice was shown is not taken for an answer to it. */
    private static Reply atNotice(
            Visit visit, NoticePage.Kind kind, Supplier<Response> restart, Supplier<Response> leave) {
        String pressed = visit.pressed();
        if (pressed.equals("restart")) {
            return Reply.shown(restart.get());
        }
        boolean leaves = pressed.equals("leave") && ShownNotice.in(visit.authentication());
        return Reply.shown(leaves ? leave.get() : NoticePage.of(visit, kind));
    }

    @Override
    public void close() {}
}
