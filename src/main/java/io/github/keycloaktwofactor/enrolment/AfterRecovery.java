package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Visit;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.MarkMethod;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sees who has just signed in with a recovery code: how many are left, and what to do now. Where too few
 * are left the sign-in cannot end without a new set, which is decided afresh at every look.
 */
public final class AfterRecovery {

    private static final String ANSWERED = "two-factor.recovered";
    private static final String ASKED = "two-factor.recovered.asked";

    private final Visit visit;
    private final SecureRandom random;

    public AfterRecovery(Visit visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
    }

    /** Whether this sign-in itself used a recovery code, and the person has not answered the page or must not skip it. */
    public static boolean due(Visit visit) {
        return evidence(visit)
                .filter(used -> !noted(visit, ANSWERED) || forced(visit, used))
                .isPresent();
    }

    /** The page at a look. */
    public Response look() {
        visit.authentication().removeAuthNote(ASKED);
        boolean forced = evidence(visit).filter(used -> forced(visit, used)).isPresent();
        boolean changes = Freshness.obstacleToChange(visit) == null;
        int left = NewCodes.left(visit);
        Map<String, Object> page = new HashMap<>();
        page.put("left", left);
        page.put("low", left <= visit.settings().codes().lowThreshold());
        page.put("forced", forced);
        page.put("canRegenerate", changes);
        page.put(
                "canReplace",
                changes && TwoFactorPolicy.setsUp(visit.realm()) && !SetupWish.in(visit.authentication()));
        return visit.form(page).createForm("two-factor-recovered.ftl");
    }

    /** What becomes of the posted form. */
    public Reply submit() {
        return switch (visit.pressed()) {
            case "continue" -> answered();
            case "replace" -> replace();
            case "regenerate" -> regenerate();
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" ->
                Reply.shown(noted(visit, ASKED) ? look() : Restart.of(visit.session(), visit.authentication()));
            default -> Reply.shown(look());
        };
    }

    /** Whoever asks the guard again learns whether that was enough. */
    private Reply answered() {
        visit.authentication().setAuthNote(ANSWERED, "true");
        return Reply.passed();
    }

    private Reply replace() {
        if (!TwoFactorPolicy.setsUp(visit.realm()) || Freshness.obstacleToChange(visit) != null) {
            return Reply.shown(look());
        }
        SetupWish.make(visit.authentication());
        return answered();
    }

    private Reply regenerate() {
        if (Freshness.obstacleToChange(visit) != null) {
            return Reply.shown(look());
        }
        // A question that the policy answers is none.
        boolean forced = evidence(visit).filter(used -> forced(visit, used)).isPresent();
        boolean sure = noted(visit, ASKED) || forced || NewCodes.left(visit) == 0;
        if (!sure) {
            visit.authentication().setAuthNote(ASKED, "true");
            return Reply.shown(new NewCodes(visit, random).ask(CodesPage.View.ASK));
        }
        answered();
        // Each of these takes a recovery code, and may be one that the person must not go on without.
        return Reply.shown(new NewCodes(visit, random).replace(ShownCodes.Why.REGENERATED));
    }

    private static Optional<Evidence> evidence(Visit visit) {
        return visit.signIn()
                .evidence()
                .filter(evidence -> evidence.method() == MarkMethod.RECOVERY_CODE)
                .filter(mark -> NewCodesOffer.possible(visit.authentication()));
    }

    /**
     * Too few are left. A sign-in that may not make new codes is too old for it and has to be begun anew, but not after
     * the last of them: the way to a newer one would lead over a code that the person may not have.
     */
    private static boolean forced(Visit visit, Evidence used) {
        boolean renewed = RecoveryCodes.set(visit.user())
                .map(RecoveryCodesCredentialModel::getCreatedDate)
                // The same second counts: whoever has just acknowledged a new set has written, and must not wait below.
                .filter(created -> created / 1000 >= used.at().getEpochSecond())
                .isPresent();
        int left = NewCodes.left(visit);
        return !renewed
                && left <= visit.settings().codes().forceRegenerateAtOrBelow()
                && (left > 0 || Freshness.obstacleToChange(visit) == null);
    }

    private static boolean noted(Visit visit, String note) {
        return visit.authentication().getAuthNote(note) != null;
    }
}
