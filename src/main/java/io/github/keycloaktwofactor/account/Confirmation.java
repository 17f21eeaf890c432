package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.AttemptResult;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.attempt.Waits;
import io.github.keycloaktwofactor.challenge.CodeChallenge;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.totp.TypedCode;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Checks the password or code that a user enters to disable two-factor. Wrong passwords have their own counter with
 * the same waits as codes; codes go through the one verifier. A post counts on one counter: the code is checked only if
 * the password was right.
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

    /** Why the confirmation was refused; empty if it was accepted. */
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
            return Optional.of(new DisableRefusal(Proof.PASSWORD, AttemptResult.uncounted(Verdict.EMPTY)));
        }
        AttemptResult result = Attempts.of(context.session())
                .password(
                        new AttemptKey(context.realm().getId(), context.user().getId(), Counter.PASSWORD),
                        // An hour between two attempts is enough.
                        context.settings().waits().as(Waits::new).neverOff(),
                        () -> context.user().credentialManager().isValid(UserCredentialModel.password(typed)));
        if (result.accepted()) {
            return Optional.empty();
        }
        context.event()
                .clone()
                .event(EventType.REMOVE_CREDENTIAL)
                .user(context.user())
                .detail(Details.CREDENTIAL_TYPE, OTPCredentialModel.TYPE)
                .detail(EventDetail.FACTOR, Proof.PASSWORD.text())
                .detail(EventDetail.REASON, result.verdict().text())
                .error(Errors.INVALID_USER_CREDENTIALS);
        return Optional.of(new DisableRefusal(Proof.PASSWORD, result));
    }

    private Optional<DisableRefusal> code() {
        TypedCode typed = TypedCode.of(context.field("code").orElse(null));
        AttemptResult result = new CodeChallenge(context, TwoFactorChange.DISABLED).checked(typed);
        return result.accepted() ? Optional.empty() : Optional.of(new DisableRefusal(Proof.CODE, result));
    }

    private String typedPassword() {
        return context.field("password").orElse("");
    }
}
