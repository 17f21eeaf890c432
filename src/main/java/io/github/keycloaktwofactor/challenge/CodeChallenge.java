package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.recovery.RecoveryCode;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.totp.TotpCheck;
import io.github.keycloaktwofactor.totp.TypedCode;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * Asks for a code and checks it: the same page in our step, in the stock step that we override, and in the guard.
 */
public final class CodeChallenge implements Page {

    private final PageContext context;
    private final TrustedDevicePrompt prompt;
    private final CodeBucket counted;
    private final Bucket bucket;
    private final TotpCheck totp;
    private final RecoveryCodes recovery;
    private final CodePage page;
    private final @Nullable TwoFactorChange confirms;

    public CodeChallenge(PageContext context) {
        this(context, null);
    }

    /**
     * The same for users who are already signed in.
     *
     * @param confirms the change that the code confirms, or null
     */
    public CodeChallenge(PageContext context, @Nullable TwoFactorChange confirms) {
        this.context = context;
        this.confirms = confirms;
        this.prompt = new TrustedDevicePrompt(context);
        this.counted = new CodeBucket(context);
        this.bucket = counted.bucket();
        this.totp = new TotpCheck(
                context.session(), context.realm(), context.user(), context.settings(), context.clock(), bucket);
        this.recovery = new RecoveryCodes(
                context.session(), context.realm(), context.user(), context.settings(), context.clock(), bucket);
        this.page = new CodePage(context, totp, recovery, prompt, bucket.kind());
    }

    /** The page as first shown. */
    @Override
    public Response show() {
        context.signIn().seen();
        return page.render(CodeForm.shownIn(context.authentication()));
    }

    @Override
    public FormResult submit() {
        context.signIn().seen();
        return switch (context.pressed()) {
            case "recovery" -> FormResult.shown(change(CodeForm.RECOVERY_CODE));
            case "authenticator" -> FormResult.shown(change(CodeForm.TOTP));
            case "restart", "leave" -> FormResult.shown(Restart.of(context));
            default -> code();
        };
    }

    /** Checks a code as one attempt, from any page. */
    public AttemptResult checked(TypedCode typed) {
        AttemptResult result = attempted(typed);
        totp.keepCounter();
        return result;
    }

    /** Whether app codes of the user are blocked in this browser after too many wrong ones. */
    public boolean appIsBlocked(Counters counters) {
        return totp.counterState(counters).off();
    }

    private AttemptResult attempted(TypedCode typed) {
        SignIn signIn = context.signIn();
        Optional<String> digits = typed.digits().filter(totp::takes);
        if (digits.isPresent()) {
            return told(EvidenceMethod.TOTP, totp.check(digits.get(), signIn));
        }
        Optional<RecoveryCode> code = typed.isMalformed() ? Optional.empty() : RecoveryCode.parse(typed.text());
        if (code.isPresent() && recovery.set().isPresent()) {
            return told(EvidenceMethod.RECOVERY_CODE, recovery.check(code.get(), signIn));
        }
        Verdict verdict = typed.isEmpty() ? Verdict.EMPTY : Verdict.MALFORMED;
        if (verdict == Verdict.MALFORMED) {
            refused(CodeForm.shownIn(context.authentication()).text(), verdict);
        }
        return AttemptResult.uncounted(verdict);
    }

    private FormResult code() {
        String posted = context.field("code").orElse(null);
        TypedCode typed = TypedCode.of(posted);
        AttemptResult result = attempted(typed);
        if (!result.accepted()) {
            CodeForm form = CodeForm.shownIn(context.authentication());
            String text = RefilledCode.shown(form, result.verdict(), typed, posted, totp::takes);
            return FormResult.refused(page.render(form, result.verdict(), result.counters(), text));
        }
        Optional<EvidenceMethod> passed = context.signIn()
                .evidence()
                .filter(context.evidencePolicy()::allowsChanges)
                .map(Evidence::method);
        if (passed.isEmpty()) {
            // The authenticator was added during this sign-in, so its code proves nothing.
            totp.keepCounter();
            return FormResult.refused(page.render(CodeForm.TOTP, Verdict.WRONG, result.counters(), null));
        }
        counted.passed(totp.passed());
        if (passed.get() == EvidenceMethod.TOTP) {
            prompt.rememberIfAsked();
            // Last, because it writes to Keycloak's tables; writes to the state tables come first.
            totp.keepCounter();
        }
        return FormResult.passed();
    }

    private Response change(CodeForm form) {
        form.show(context.authentication());
        return page.render(form);
    }

    private AttemptResult told(EvidenceMethod method, AttemptResult result) {
        if (result.accepted()) {
            context.event().detail(EventDetail.FACTOR, method.text());
        } else {
            refused(method.text(), result.verdict());
        }
        return result;
    }

    private void refused(String factor, Verdict verdict) {
        EventBuilder event =
                context.event().clone().event(EventType.LOGIN_ERROR).user(context.user());
        event.detail(EventDetail.FACTOR, factor).detail(EventDetail.REASON, verdict.text());
        if (bucket.kind() != Bucket.Kind.COMMON) {
            event.detail(EventDetail.COUNTER, bucket.kind().text());
        }
        if (confirms != null) {
            event.detail(EventDetail.CHANGE, confirms.text());
        }
        event.detail(EventDetail.PASSWORD, Boolean.toString(context.signIn().passwordAccepted()));
        event.error(Errors.INVALID_USER_CREDENTIALS);
    }
}
