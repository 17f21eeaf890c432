package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sees who has just signed in with a recovery code: how many are left, and what to do now. Where too few
 * are left the sign-in cannot end without a new set, which is decided afresh at every look.
 */
public final class RecoveryCodeUsedPage {

    private static final String ANSWERED = "two-factor.recovered";
    private static final String ASKED = "two-factor.recovered.asked";

    private final PageContext visit;
    private final SecureRandom random;

    public RecoveryCodeUsedPage(PageContext visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
    }

    /** Whether this sign-in itself used a recovery code, and the person has not answered the page or must not skip it. */
    public static boolean due(PageContext visit) {
        return evidence(visit)
                .filter(used -> !noted(visit, ANSWERED) || forced(visit, used))
                .isPresent();
    }

    /** The page at a look. */
    public Response look() {
        visit.authentication().removeAuthNote(ASKED);
        boolean forced = evidence(visit).filter(used -> forced(visit, used)).isPresent();
        boolean changes = Reauthentication.obstacleToChange(visit) == null;
        int left = NewRecoveryCodes.left(visit);
        Map<String, Object> page = new HashMap<>();
        page.put("left", left);
        page.put("low", left <= visit.settings().codes().lowThreshold());
        page.put("forced", forced);
        page.put("canRegenerate", changes);
        page.put(
                "canReplace",
                changes && TwoFactorPolicy.setsUp(visit.realm()) && !RequestedSetup.in(visit.authentication()));
        return visit.form(page).createForm("two-factor-recovered.ftl");
    }

    /** What becomes of the posted form. */
    public FormResult submit() {
        return switch (visit.pressed()) {
            case "continue" -> answered();
            case "replace" -> replace();
            case "regenerate" -> regenerate();
            case "restart" -> FormResult.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" ->
                FormResult.shown(noted(visit, ASKED) ? look() : Restart.of(visit.session(), visit.authentication()));
            default -> FormResult.shown(look());
        };
    }

    /** Whoever asks the guard again learns whether that was enough. */
    private FormResult answered() {
        visit.authentication().setAuthNote(ANSWERED, "true");
        return FormResult.passed();
    }

    private FormResult replace() {
        if (!TwoFactorPolicy.setsUp(visit.realm()) || Reauthentication.obstacleToChange(visit) != null) {
            return FormResult.shown(look());
        }
        RequestedSetup.make(visit.authentication());
        return answered();
    }

    private FormResult regenerate() {
        if (Reauthentication.obstacleToChange(visit) != null) {
            return FormResult.shown(look());
        }
        // A question that the policy answers is none.
        boolean forced = evidence(visit).filter(used -> forced(visit, used)).isPresent();
        boolean sure = noted(visit, ASKED) || forced || NewRecoveryCodes.left(visit) == 0;
        if (!sure) {
            visit.authentication().setAuthNote(ASKED, "true");
            return FormResult.shown(new NewRecoveryCodes(visit, random).ask(CodesPage.View.ASK));
        }
        answered();
        // Each of these takes a recovery code, and may be one that the person must not go on without.
        return FormResult.shown(new NewRecoveryCodes(visit, random).replace(UnacknowledgedCodes.Why.REGENERATED));
    }

    private static Optional<Evidence> evidence(PageContext visit) {
        return visit.signIn()
                .evidence()
                .filter(evidence -> evidence.method() == EvidenceMethod.RECOVERY_CODE)
                .filter(mark -> NewCodesOffer.possible(visit.authentication()));
    }

    /**
     * Too few are left. A sign-in that may not make new codes is too old for it and has to be begun anew, but not after
     * the last of them: the way to a newer one would lead over a code that the person may not have.
     */
    private static boolean forced(PageContext visit, Evidence used) {
        boolean renewed = RecoveryCodes.set(visit.user())
                .map(RecoveryCodesCredentialModel::getCreatedDate)
                // The same second counts: whoever has just acknowledged a new set has written, and must not wait below.
                .filter(created -> created / 1000 >= used.at().getEpochSecond())
                .isPresent();
        int left = NewRecoveryCodes.left(visit);
        return !renewed
                && left <= visit.settings().codes().forceRegenerateAtOrBelow()
                && (left > 0 || Reauthentication.obstacleToChange(visit) == null);
    }

    private static boolean noted(PageContext visit, String note) {
        return visit.authentication().getAuthNote(note) != null;
    }
}
