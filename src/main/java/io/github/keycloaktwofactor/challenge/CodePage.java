package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCode;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.StartedAction;
import io.github.keycloaktwofactor.totp.Authenticators;
import io.github.keycloaktwofactor.totp.TotpCheck;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the page that asks for a code. */
final class CodePage {

    // From here on the number of attempts left is shown; earlier, it would only worry users.
    private static final int TRIES_WORTH_TELLING = 2;

    private static final List<String> OWN_PAGES = List.of(TwoFactorPolicy.SET_UP_ID, "two-factor-recovery-codes");

    private final PageContext context;
    private final TotpCheck totp;
    private final RecoveryCodes recovery;
    private final TrustedDevicePrompt prompt;
    private final Bucket.Kind counted;

    CodePage(
            PageContext context,
            TotpCheck totp,
            RecoveryCodes recovery,
            TrustedDevicePrompt prompt,
            Bucket.Kind counted) {
        this.context = context;
        this.totp = totp;
        this.recovery = recovery;
        this.prompt = prompt;
        this.counted = counted;
    }

    Response render(CodeForm form) {
        return render(form, null, null, null);
    }

    /**
     * @param error why the posted code was refused
     * @param read the counters after the attempt; null if they were not read
     * @param refused the content of the field, to be corrected
     */
    Response render(CodeForm form, @Nullable Verdict error, @Nullable Counters read, @Nullable String refused) {
        Counters counters = read != null
                ? read
                : Attempts.of(context.session())
                        .counters(context.realm().getId(), context.user().getId());
        CounterState ofTotp = totp.counterState(counters);
        CounterState ofRecovery = recovery.counterState(counters);
        boolean hasAuthenticator = !Authenticators.of(context.user()).isEmpty();
        Optional<RecoveryCodesCredentialModel> set = recovery.set();
        boolean codesLeft = set.map(stored -> recovery.left(stored, counters)).orElse(0) > 0;
        CounterState own = switch (form) {
            case TOTP -> ofTotp;
            case RECOVERY_CODE -> ofRecovery;
        };
        boolean otherOk = switch (form) {
            case TOTP -> codesLeft && ofRecovery.open();
            case RECOVERY_CODE -> hasAuthenticator && ofTotp.open();
        };
        boolean otherOff = switch (form) {
            case TOTP -> !codesLeft || ofRecovery.off();
            case RECOVERY_CODE -> !hasAuthenticator || ofTotp.off();
        };
        Map<String, Object> page = new HashMap<>();
        page.put("form", form.text());
        page.put("passwordAccepted", context.signIn().passwordAccepted());
        page.put("manages", manages());
        page.put("digits", totp.digits());
        page.put("hasAuthenticator", hasAuthenticator);
        page.put("hasRecoveryCodes", set.isPresent());
        page.put(
                "shape",
                RecoveryCode.shape(set.map(RecoveryCodesCredentialModel::groups)
                        .orElse(context.settings().codes().groups())));
        page.put("noneLeft", set.isPresent() && !codesLeft);
        page.put("error", shown(error, own));
        page.put("refused", refused);
        page.put("triesLeft", triesLeft(error, own));
        page.put("wait", own.waitUntil() == null ? null : context.waiting(own.waitUntil()));
        page.put("off", own.off());
        page.put("otherOk", otherOk);
        page.put("bothOff", own.off() && otherOff);
        page.put("mailHelps", mailHelps());
        page.put("trust", form == CodeForm.TOTP ? prompt.offer() : null);
        page.put("canRestart", true);
        return context.form(page).createForm("two-factor-challenge.ftl");
    }

    /** Whether the code is asked for because the user, or an application for them, has opened a page of ours. */
    private boolean manages() {
        String action = StartedAction.asked(context.authentication());
        return action != null && OWN_PAGES.contains(action);
    }

    /** Whether a link for a forgotten password can be requested, and the user has not come by one. */
    private boolean mailHelps() {
        String address = context.user().getEmail();
        return counted != Bucket.Kind.MAIL
                && context.realm().isResetPasswordAllowed()
                && address != null
                && !address.isBlank();
    }

    /** During a wait or a lockout the page says only that: a right code gets the same response. */
    private static @Nullable String shown(@Nullable Verdict error, CounterState counterState) {
        return error == null || !counterState.open() ? null : error.text();
    }

    private static @Nullable Integer triesLeft(@Nullable Verdict error, CounterState counterState) {
        boolean counted = error == Verdict.WRONG || error == Verdict.USED;
        boolean telling = counterState.triesLeft() > 0 && counterState.triesLeft() <= TRIES_WORTH_TELLING;
        return counted && telling ? counterState.triesLeft() : null;
    }
}
