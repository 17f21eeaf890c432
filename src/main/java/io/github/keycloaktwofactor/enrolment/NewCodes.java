package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.page.Look;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Visit;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.session.MarkMethod;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Shows new recovery codes once, and lets a person go on when they say that the codes are saved. */
public final class NewCodes {

    private static final String HIDDEN = "two-factor.codes.hidden";

    private final Visit visit;
    private final SecureRandom random;
    private final RecoveryCodes codes;
    private final CodesPage page;

    public NewCodes(Visit visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
        this.codes = visit.recoveryCodes();
        this.page = new CodesPage(visit);
    }

    /** Whether this sign-in has made codes that the person has not confirmed to have saved. */
    public static boolean waiting(AuthenticationSessionModel authentication) {
        return ShownCodes.anyIn(authentication);
    }

    /**
     * Whether a new set should be offered: the person has just proved themselves with a code, and nobody ever confirmed
     * that the present set was saved. Whoever used a recovery code has them, and {@link AfterRecovery} offers a new set.
     */
    public static boolean offered(Visit visit) {
        return NewCodesOffer.possible(visit.authentication())
                && visit.signIn()
                        .evidence()
                        .filter(evidence -> evidence.method() != MarkMethod.RECOVERY_CODE)
                        .filter(visit.worth()::allowsChanges)
                        .isPresent()
                && RecoveryCodes.set(visit.user())
                        .filter(set -> !set.acknowledged())
                        .isPresent();
    }

    /** The page at a look: codes that were shown are not shown again, except in another language. */
    public Response look() {
        boolean language = new Look(visit).switchedLanguage();
        return ShownCodes.in(visit.authentication())
                .map(shown -> language && !hidden() ? page.shown(shown, false) : hide(shown))
                .orElseGet(this::offer);
    }

    /** A set-up that ended before its codes were saved has asked nothing. */
    private Response offer() {
        OtherSessions.askWithCodes(visit);
        return page.offer(false);
    }

    /** What becomes of the posted form. */
    public Reply submit() {
        return switch (visit.pressed()) {
            case "continue" -> proceed();
            case "regenerate" -> regenerate();
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> Reply.shown(Restart.of(visit.session(), visit.authentication()));
            default -> Reply.shown(look());
        };
    }

    /** How many codes are left of the set that the user has. */
    public static int left(Visit visit) {
        RecoveryCodes codes = visit.recoveryCodes();
        return codes.set().map(codes::left).orElse(0);
    }

    /** Asks before a set is made, as that view does. */
    public Response ask(CodesPage.View view) {
        return page.ask(view);
    }

    /** Stores a new set that the person asked for at the page in that view, and shows it, unless there were too many. */
    public Response regenerated(CodesPage.View view) {
        boolean allowed = NewSetLimit.of(visit.session())
                .claim(
                        visit.realm().getId(),
                        visit.user().getId(),
                        visit.clock().instant());
        return allowed ? replace(ShownCodes.Why.REGENERATED) : page.tooOften(view);
    }

    /** Stores a new set and shows it. */
    Response replace(ShownCodes.Why asked) {
        boolean first = asked == ShownCodes.Why.REGENERATED && codes.set().isEmpty();
        ShownCodes.Why why = first ? ShownCodes.Why.FIRST : asked;
        ShownCodes shown = new ShownCodes(why, visit.clock().instant(), codes.renew(random));
        shown.keep(visit.authentication());
        if (shown.afterSetUp()) {
            OtherSessions.askWithCodes(visit);
        }
        visit.authentication().removeAuthNote(HIDDEN);
        CredentialEvents.newCodes(visit.event(), why);
        // Remembers the language that the codes are shown in.
        new Look(visit).switchedLanguage();
        return page.first(shown);
    }

    private Reply proceed() {
        if (visit.mustBeginAgain()) {
            // The set may be another one by now, which somebody else has to save.
            return Reply.shown(NoticePage.of(visit, NoticePage.Kind.BEGIN_AGAIN));
        }
        if (visit.field("saved").isEmpty()) {
            return Reply.refused(ShownCodes.in(visit.authentication())
                    .map(shown -> hidden() ? page.hidden(shown, true) : page.shown(shown, true))
                    .orElseGet(() -> page.offer(true)));
        }
        codes.acknowledge();
        OtherSessions.endWithCodes(visit);
        ShownCodes.drop(visit.authentication());
        visit.authentication().removeAuthNote(HIDDEN);
        return Reply.passed();
    }

    private Reply regenerate() {
        NoticePage.Kind obstacle = Freshness.obstacleToChange(visit);
        CodesPage.View view = waiting(visit.authentication()) ? CodesPage.View.HIDDEN : CodesPage.View.OFFER;
        return Reply.shown(obstacle == null ? regenerated(view) : NoticePage.of(visit, obstacle));
    }

    private Response hide(ShownCodes shown) {
        visit.authentication().setAuthNote(HIDDEN, "true");
        return page.hidden(shown, false);
    }

    private boolean hidden() {
        return visit.authentication().getAuthNote(HIDDEN) != null;
    }
}
