package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.CounterState;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.challenge.CodeChallenge;
import io.github.keycloaktwofactor.challenge.CodeError;
import io.github.keycloaktwofactor.challenge.CodeResult;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import io.github.keycloaktwofactor.totp.TypedCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Checks what a person gives to turn two-factor off. Wrong passwords are counted here, apart from those of sign-ins and
 * with the same waits; codes go through the one verifier. A post counts on one counter: the code is looked at only once
 * the password did.
 */
final class Confirmation {

    private final PageContext context;
    private final Proof proof;

    Confirmation(PageContext context) {
        this.context = context;
        this.proof = Proof.of(
                context.settings().changes().disableConfirmation(),
                context.user().credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE));
    }

    /** What the form asks for. */
    Proof asks() {
        return proof;
    }

    /** Empty when what was posted does. */
    Optional<DisableRefusal> refusal() {
        return switch (proof) {
            case NOTHING -> Optional.empty();
            case PASSWORD -> password();
            case CODE -> code();
            case BOTH -> password().or(this::code);
            case EITHER -> typedPassword().isEmpty() ? code() : password();
        };
    }

    private Optional<DisableRefusal> password() {
        String typed = typedPassword();
        if (typed.isEmpty()) {
            return Optional.of(DisableRefusal.of(Proof.PASSWORD, CodeError.EMPTY.text()));
        }
        AttemptResult outcome = Attempts.of(context.session())
                .password(
                        new AttemptKey(context.realm().getId(), context.user().getId(), Counter.PASSWORD),
                        waits(),
                        () -> context.user().credentialManager().isValid(UserCredentialModel.password(typed)));
        if (outcome.accepted()) {
            return Optional.empty();
        }
        DisableRefusal refusal = after(Proof.PASSWORD, CodeError.WRONG, outcome.counterState());
        context.event()
                .clone()
                .event(EventType.REMOVE_CREDENTIAL)
                .user(context.user())
                .detail(Details.CREDENTIAL_TYPE, OTPCredentialModel.TYPE)
                .detail(EventDetail.FACTOR, Proof.PASSWORD.text())
                .detail(EventDetail.REASON, CodeError.of(outcome.verdict()).text())
                .error(Errors.INVALID_USER_CREDENTIALS);
        return Optional.of(refusal);
    }

    private Optional<DisableRefusal> code() {
        TypedCode typed = TypedCode.of(context.field("code").orElse(null));
        CodeResult checked = new CodeChallenge(context, TwoFactorChange.DISABLED).checked(typed);
        return Optional.ofNullable(checked.error()).map(error -> after(Proof.CODE, error, checked.counterState()));
    }

    /** While a wait lasts the page says that and nothing else, as a right answer would get the same. */
    private static DisableRefusal after(Proof of, CodeError error, @Nullable CounterState counterState) {
        if (counterState == null || counterState.open()) {
            return DisableRefusal.of(of, error.text());
        }
        CodeError instead = counterState.off() ? CodeError.OFF : CodeError.WAITING;
        return new DisableRefusal(of, instead.text(), counterState.waitUntil());
    }

    /** As for codes, but never off: nobody could switch it on again, and an hour between two tries is enough. */
    private Waits waits() {
        WaitSettings rule = context.settings().waits();
        return new Waits(rule.attemptsBeforeWait(), rule.waitSeconds(), rule.maxWaitSeconds(), Integer.MAX_VALUE);
    }

    private String typedPassword() {
        return context.field("password").orElse("");
    }
}
