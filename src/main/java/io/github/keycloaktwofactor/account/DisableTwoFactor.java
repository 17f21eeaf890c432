package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.enrolment.CardMessage;
import io.github.keycloaktwofactor.enrolment.CredentialEvents;
import io.github.keycloaktwofactor.enrolment.OtherSessions;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings.DisableWhenRequired;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Disables two-factor: whether that is allowed, the confirmation that it needs, and what is removed. */
final class DisableTwoFactor {

    private final PageContext context;
    private final Confirmation confirmation;
    private final Obligation obligation;

    DisableTwoFactor(PageContext context) {
        this.context = context;
        this.confirmation = new Confirmation(context);
        this.obligation =
                TwoFactorPolicy.obligation(context.session(), context.realm(), context.user(), context.settings());
    }

    /** Whether the policy requires two-factor of this user, so that it has to be set up again. */
    boolean required() {
        return obligation == Obligation.REQUIRED;
    }

    /**
     * Whether it cannot be disabled, because the policy requires it. Also while the realm only reports that: what is set up
     * must not be lost before the policy is enforced.
     */
    boolean forbidden() {
        return obligation.isByPolicy()
                && context.settings().changes().disableWhenRequired() == DisableWhenRequired.FORBID;
    }

    /** What the form asks for. */
    Proof asks() {
        return confirmation.asks();
    }

    /** Why the confirmation was refused; empty if it was accepted. */
    Optional<DisableRefusal> refusal() {
        return confirmation.refusal();
    }

    /**
     * Removes all authenticators and the recovery codes. The evidence that sessions have of them becomes invalid, so a
     * policy that requires two-factor asks for it again. Trusted devices are bound to the factor and are forgotten with it.
     */
    CardMessage remove() {
        SubjectCredentialManager credentials = context.user().credentialManager();
        List<CredentialModel> removed = Stream.of(OTPCredentialModel.TYPE, RecoveryCodesCredentialModel.TYPE)
                .flatMap(credentials::getStoredCredentialsByTypeStream)
                .toList();
        removed.forEach(credential -> {
            credentials.removeStoredCredentialById(credential.getId());
            CredentialEvents.removed(context.event(), credential, TwoFactorChange.DISABLED);
        });
        OtherSessions.endIfWanted(context);
        if (required()) {
            return CardMessage.DISABLED_REQUIRED;
        }
        boolean byPasswordOnly =
                credentials.isConfiguredFor(PasswordCredentialModel.TYPE) && !AcceptedPasskeys.owned(context);
        return byPasswordOnly ? CardMessage.DISABLED : CardMessage.DISABLED_ONLY;
    }
}
