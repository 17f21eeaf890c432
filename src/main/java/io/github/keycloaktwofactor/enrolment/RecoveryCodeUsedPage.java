package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The page after a sign-in with a recovery code: how many are left, and what to do now. If too few are left, the sign-in
 * cannot finish without a new set, which is decided on each request.
 */
public final class RecoveryCodeUsedPage implements Page {

    private final PageContext context;
    private final SecureRandom random;

    public RecoveryCodeUsedPage(PageContext context, SecureRandom random) {
        this.context = context;
        this.random = random;
    }

    /** Whether this sign-in itself used a recovery code, and the user has not answered the page or must not skip it. */
    public static boolean due(PageContext context) {
        return evidence(context)
                .filter(used -> !SignInNote.RECOVERED_ANSWERED.isIn(context.authentication())
                        || (!renewed(context, used) && tooFew(context, NewRecoveryCodes.left(context))))
                .isPresent();
    }

    @Override
    public Response show() {
        SignInNote.RECOVERED_ASKED.drop(context.authentication());
        boolean changes = Reauthentication.obstacleToChange(context) == null;
        int left = NewRecoveryCodes.left(context);
        boolean forced = forced(left);
        Map<String, Object> page = new HashMap<>();
        page.put("left", left);
        page.put("low", left <= context.settings().codes().lowThreshold());
        page.put("forced", forced);
        page.put("canRegenerate", changes);
        page.put(
                "canReplace",
                changes && TwoFactorPolicy.setsUp(context.realm()) && !RequestedSetup.in(context.authentication()));
        return context.form(page).createForm("two-factor-recovered.ftl");
    }

    @Override
    public FormResult submit() {
        return switch (context.pressed()) {
            case "continue" -> answered();
            case "replace" -> replace();
            case "regenerate" -> regenerate();
            case "restart" -> FormResult.shown(Restart.again(context));
            case "leave" ->
                FormResult.shown(
                        SignInNote.RECOVERED_ASKED.isIn(context.authentication()) ? show() : Restart.of(context));
            default -> FormResult.shown(show());
        };
    }

    /** The guard's next decision checks whether that was enough. */
    private FormResult answered() {
        SignInNote.RECOVERED_ANSWERED.put(context.authentication());
        return FormResult.passed();
    }

    private FormResult replace() {
        if (!TwoFactorPolicy.setsUp(context.realm()) || Reauthentication.obstacleToChange(context) != null) {
            return FormResult.shown(show());
        }
        RequestedSetup.make(context.authentication());
        return answered();
    }

    private FormResult regenerate() {
        if (Reauthentication.obstacleToChange(context) != null) {
            return FormResult.shown(show());
        }
        // Not asked if the policy decides it.
        int left = NewRecoveryCodes.left(context);
        boolean sure = SignInNote.RECOVERED_ASKED.isIn(context.authentication()) || left == 0 || forced(left);
        if (!sure) {
            SignInNote.RECOVERED_ASKED.put(context.authentication());
            return FormResult.shown(new NewRecoveryCodes(context, random).ask(CodesPage.View.ASK));
        }
        answered();
        // Each of these uses a recovery code, and may be one without which the user must not continue.
        return FormResult.shown(new NewRecoveryCodes(context, random).replace(UnacknowledgedCodes.Why.REGENERATED));
    }

    private static Optional<Evidence> evidence(PageContext context) {
        return context.signIn()
                .evidence()
                .filter(evidence -> evidence.method() == EvidenceMethod.RECOVERY_CODE)
                .filter(evidence -> NewCodesOffer.possible(context.authentication()));
    }

    private boolean forced(int left) {
        return evidence(context)
                .filter(used -> !renewed(context, used) && tooFew(context, left))
                .isPresent();
    }

    private static boolean renewed(PageContext context, Evidence used) {
        return RecoveryCodes.set(context.user())
                .map(RecoveryCodesCredentialModel::getCreatedDate)
                // The same second counts: users who have just acknowledged a new set must not be asked again below.
                .filter(created -> created / 1000 >= used.at().getEpochSecond())
                .isPresent();
    }

    /**
     * Too few are left. A sign-in that is too old to generate new codes must re-authenticate, except after the last code: the
     * user may have no code for a new sign-in.
     */
    private static boolean tooFew(PageContext context, int left) {
        return left <= context.settings().codes().forceRegenerateAtOrBelow()
                && (left > 0 || Reauthentication.obstacleToChange(context) == null);
    }
}
