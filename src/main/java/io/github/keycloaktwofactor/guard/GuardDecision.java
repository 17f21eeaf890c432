package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.BrokeredSignIn;
import io.github.keycloaktwofactor.challenge.SkippedStep;
import io.github.keycloaktwofactor.challenge.TrustedDevicePrompt;
import io.github.keycloaktwofactor.enrolment.MissingRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.RecoveryCodeUsedPage;
import io.github.keycloaktwofactor.factor.EvidencePolicy;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.session.UsedKey;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Duration;
import java.util.Optional;

/** Decides, afresh at every look, what a sign-in still has to do before it may end. */
final class GuardDecision {

    private final PageContext context;

    GuardDecision(PageContext context) {
        this.context = context;
    }

    /** What the second factor still asks of the sign-in. */
    NextStep next() {
        SignIn signIn = context.signIn();
        signIn.seen();
        if (BrowserFlowDetour.isTakenByAnother(context)) {
            return NextStep.REFUSE;
        }
        if (PageLifetime.isEnded(context.authentication())
                || context.mustBeginAgain(signIn)
                || new BrokeredSignIn(context).linkIsGone()) {
            return NextStep.BEGIN_AGAIN;
        }
        collectEvidence(signIn);
        SkippedStep.uncount(context.authentication());
        EvidencePolicy evidencePolicy = context.evidencePolicy();
        Optional<Evidence> evidence = signIn.countingEvidence();
        boolean enrolled = enrolled(signIn);
        boolean verified = evidence.filter(left -> opens(left, enrolled))
                .filter(evidencePolicy::letsIn)
                .isPresent();
        boolean proved =
                verified && evidence.filter(evidencePolicy::allowsChanges).isPresent();
        boolean changePending = FactorActions.pending(context);
        boolean serviceAccount = context.user().getServiceAccountClientLink() != null;
        // A session of the user's own, in whose browser an administrator acts in their name, proves nothing of who is
        // here.
        boolean impersonated = signIn.impersonated() && (changePending || signIn.begunInTheUsersName());
        if (((changePending ? proved : verified) && !impersonated) || serviceAccount) {
            return NextStep.NOTHING;
        }
        if (enrolled && !changePending && !impersonated && new TrustedDevicePrompt(context).skipsPrompt()) {
            return NextStep.NOTHING;
        }
        // Users who are enrolled are asked anyway, so their roles need not be looked at.
        Obligation obligation = enrolled ? Obligation.NOT_REQUIRED : obligation();
        boolean setsUp = !enrolled && (changePending || obligation == Obligation.REQUIRED);
        return new SignInFacts(
                        impersonated,
                        serviceAccount,
                        enrolled,
                        verified,
                        proved,
                        changePending,
                        changePending
                                && signIn.olderThan(
                                        Duration.ofSeconds(context.settings().maxAuthAgeSeconds())),
                        setsUp && AcceptedPasskeys.ownedBefore(context),
                        setsUp && new EnrolmentProof(context).action().isPresent(),
                        obligation)
                .next();
    }

    /**
     * What Keycloak and an identity provider say of this sign-in becomes evidence once. What that evidence rested on may
     * be changed later, and their word with it.
     */
    private void collectEvidence(SignIn signIn) {
        if (!signIn.leftEvidence()) {
            AcceptedPasskeys.used(context).ifPresent(key -> signIn.verified(key, usedKey(key)));
        }
        if (!signIn.leftEvidence()) {
            new BrokeredSignIn(context)
                    .trustedLink()
                    .ifPresent(link -> signIn.verified(EvidenceMethod.BROKER, link.text()));
        }
    }

    /** Empty where Keycloak's own credential provider is in place, which does not tell. */
    private String usedKey(EvidenceMethod key) {
        return UsedKey.credentialId(context.authentication(), context.user().getId(), key.text())
                .orElse("");
    }

    /** Remembers what a sign-in has shown that has nothing left to do. The last of it all, because it writes. */
    void passed() {
        new BrokeredSignIn(context).remember();
    }

    /** What a verified sign-in has to see. */
    LastPage lastPage() {
        if (NewRecoveryCodes.waiting(context.authentication())) {
            return LastPage.CODES;
        }
        if (RecoveryCodeUsedPage.due(context)) {
            return LastPage.RECOVERY_CODE_USED;
        }
        if (NewRecoveryCodes.offered(context)) {
            return LastPage.CODES;
        }
        return MissingRecoveryCodes.due(context) ? LastPage.CODES_MISSING : LastPage.NONE;
    }

    /**
     * What spares a code, a trusted device or a provider's word, does so at a plain sign-in, not when somebody has started an
     * action. Users who have nothing that they could be asked for start one as their provider vouches for them.
     */
    private boolean opens(Evidence evidence, boolean enrolled) {
        return evidence.method().allowsFactorChanges()
                || !TrustedDevicePrompt.actionStarted(context)
                || (evidence.method() == EvidenceMethod.BROKER && !enrolled && !AcceptedPasskeys.ownedBefore(context));
    }

    private Obligation obligation() {
        return TwoFactorPolicy.obligation(context.session(), context.realm(), context.user(), context.settings());
    }

    /** An authenticator that was added in the middle of this sign-in does not make the person enrolled in it. */
    private boolean enrolled(SignIn signIn) {
        return Authenticators.of(context.user()).stream()
                .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId()));
    }
}
