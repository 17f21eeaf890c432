package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.metric.SetUpStep;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.PageReload;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Shows new recovery codes once, and continues when users confirm that the codes are saved. */
public final class NewRecoveryCodes implements Page {

    private final PageContext context;
    private final SecureRandom random;
    private final RecoveryCodes codes;
    private final CodesPage page;

    public NewRecoveryCodes(PageContext context, SecureRandom random) {
        this.context = context;
        this.random = random;
        this.codes = context.recoveryCodes();
        this.page = new CodesPage(context);
    }

    /** Whether this sign-in has generated codes that are not confirmed as saved. */
    public static boolean waiting(AuthenticationSessionModel authentication) {
        return UnacknowledgedCodes.anyIn(authentication);
    }

    /**
     * Whether a new set should be offered: the user has just passed a code, and never confirmed that the current set is
     * saved. Users who used a recovery code have them, and {@link RecoveryCodeUsedPage} offers a new set.
     */
    public static boolean offered(PageContext context) {
        return NewCodesOffer.possible(context.authentication())
                && context.signIn()
                        .evidence()
                        .filter(evidence -> evidence.method() != EvidenceMethod.RECOVERY_CODE)
                        .filter(context.evidencePolicy()::allowsChanges)
                        .isPresent()
                && RecoveryCodes.set(context.user())
                        .filter(set -> !set.acknowledged())
                        .isPresent();
    }

    /** The page on a GET: codes that were shown are not shown again, except in another language. */
    @Override
    public Response show() {
        boolean language = new PageReload(context).switchedLanguage();
        return UnacknowledgedCodes.in(context.authentication())
                .map(shown -> language && !hidden() ? page.shown(shown, false) : hide(shown))
                .orElseGet(this::offer);
    }

    /** A set-up that ended before its codes were saved has asked nothing. */
    private Response offer() {
        OtherSessions.askWithCodes(context);
        return page.offer(false);
    }

    @Override
    public FormResult submit() {
        return switch (context.pressed()) {
            case "continue" -> proceed();
            case "regenerate" -> regenerate();
            case "restart" -> FormResult.shown(Restart.again(context));
            case "leave" -> FormResult.shown(Restart.of(context));
            default -> FormResult.shown(show());
        };
    }

    /** Number of codes left in the user's set. */
    public static int left(PageContext context) {
        RecoveryCodes codes = context.recoveryCodes();
        return codes.set().map(codes::left).orElse(0);
    }

    /** The same, from counters that were already read. */
    static int left(PageContext context, Counters counters) {
        RecoveryCodes codes = context.recoveryCodes();
        return codes.set().map(set -> codes.left(set, counters)).orElse(0);
    }

    /** Asks in that view before a set is generated. */
    public Response ask(CodesPage.View view) {
        return page.ask(view);
    }

    /** Generates, stores and shows a new set for the page in that view, unless there were too many. */
    public Response regenerated(CodesPage.View view) {
        boolean allowed = NewCodesLimit.of(context.session())
                .claim(
                        context.realm().getId(),
                        context.user().getId(),
                        context.clock().instant());
        return allowed ? replace(UnacknowledgedCodes.Why.REGENERATED) : page.tooOften(view);
    }

    /** Stores a new set and shows it. */
    Response replace(UnacknowledgedCodes.Why asked) {
        boolean first =
                asked == UnacknowledgedCodes.Why.REGENERATED && codes.set().isEmpty();
        UnacknowledgedCodes.Why why = first ? UnacknowledgedCodes.Why.FIRST : asked;
        UnacknowledgedCodes shown = new UnacknowledgedCodes(why, context.clock().instant(), codes.renew(random));
        shown.keep(context.authentication());
        SignInNote.CODES_HIDDEN.drop(context.authentication());
        CredentialEvents.newCodes(context.event(), why);
        // Records the language in which the codes are shown.
        new PageReload(context).switchedLanguage();
        return page.first(shown);
    }

    private FormResult proceed() {
        if (context.mustBeginAgain()) {
            // The set may have been replaced since, by one that is not confirmed here.
            return FormResult.shown(NoticePage.of(context, NoticePage.Kind.BEGIN_AGAIN));
        }
        if (context.field("saved").isEmpty()) {
            return FormResult.refused(UnacknowledgedCodes.in(context.authentication())
                    .map(shown -> hidden() ? page.hidden(shown, true) : page.shown(shown, true))
                    .orElseGet(() -> page.offer(true)));
        }
        codes.acknowledge();
        if (UnacknowledgedCodes.in(context.authentication())
                .filter(UnacknowledgedCodes::afterSetUp)
                .isPresent()) {
            SetupEvents.countAtEnd(context, SetUpStep.CODES_SAVED);
        }
        OtherSessions.endWithCodes(context);
        UnacknowledgedCodes.drop(context.authentication());
        SignInNote.CODES_HIDDEN.drop(context.authentication());
        return FormResult.passed();
    }

    private FormResult regenerate() {
        CodesPage.View view = waiting(context.authentication()) ? CodesPage.View.HIDDEN : CodesPage.View.OFFER;
        return FormResult.shown(Reauthentication.beforeChange(context, () -> regenerated(view)));
    }

    private Response hide(UnacknowledgedCodes shown) {
        SignInNote.CODES_HIDDEN.put(context.authentication());
        return page.hidden(shown, false);
    }

    private boolean hidden() {
        return SignInNote.CODES_HIDDEN.isIn(context.authentication());
    }
}
