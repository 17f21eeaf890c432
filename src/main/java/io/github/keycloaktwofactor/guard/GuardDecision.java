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

    private final PageContext visit;

    GuardDecision(PageContext visit) {
        this.visit = visit;
    }

    /** What the second factor still asks of the sign-in. */
    NextStep next() {
        SignIn signIn = visit.signIn();
        signIn.seen();
        if (BrowserFlowDetour.isTakenByAnother(visit)) {
            return NextStep.REFUSE;
        }
        if (PageLifetime.isEnded(visit.authentication())
                || visit.mustBeginAgain(signIn)
                || new BrokeredSignIn(visit).linkIsGone()) {
            return NextStep.BEGIN_AGAIN;
        }
        collectEvidence(signIn);
        SkippedStep.uncount(visit.authentication());
        EvidencePolicy evidencePolicy = visit.evidencePolicy();
        Optional<Evidence> evidence = signIn.countingEvidence();
        boolean enrolled = enrolled(signIn);
        boolean verified = evidence.filter(left -> opens(left, enrolled))
                .filter(evidencePolicy::letsIn)
                .isPresent();
        boolean proved =
                verified && evidence.filter(evidencePolicy::allowsChanges).isPresent();
        boolean changePending = FactorActions.pending(visit);
        boolean serviceAccount = visit.user().getServiceAccountClientLink() != null;
        // A session of the user's own, in whose browser an administrator acts in their name, proves nothing of who is
        // here.
        boolean impersonated = signIn.impersonated() && (changePending || signIn.begunInTheUsersName());
        if (((changePending ? proved : verified) && !impersonated) || serviceAccount) {
            return NextStep.NOTHING;
        }
        if (enrolled && !changePending && !impersonated && new TrustedDevicePrompt(visit).skipsPrompt()) {
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
                                        Duration.ofSeconds(visit.settings().maxAuthAgeSeconds())),
                        setsUp && AcceptedPasskeys.ownedBefore(visit),
                        setsUp && new EnrolmentProof(visit).action().isPresent(),
                        obligation)
                .next();
    }

    /**
     * What Keycloak and an identity provider say of this sign-in becomes evidence once. What that evidence rested on may
     * be changed later, and their word with it.
     */
    private void collectEvidence(SignIn signIn) {
        if (!signIn.leftEvidence()) {
            AcceptedPasskeys.used(visit).ifPresent(key -> signIn.verified(key, usedKey(key)));
        }
        if (!signIn.leftEvidence()) {
            new BrokeredSignIn(visit)
                    .trustedLink()
                    .ifPresent(link -> signIn.verified(EvidenceMethod.BROKER, link.text()));
        }
    }

    /** Empty where Keycloak's own credential provider is in place, which does not tell. */
    private String usedKey(EvidenceMethod key) {
        return UsedKey.credentialId(visit.authentication(), visit.user().getId(), key.text())
                .orElse("");
    }

    /** Remembers what a sign-in has shown that has nothing left to do. The last of it all, because it writes. */
    void passed() {
        new BrokeredSignIn(visit).remember();
    }

    /** What a verified sign-in has to see. */
    LastPage lastPage() {
        if (NewRecoveryCodes.waiting(visit.authentication())) {
            return LastPage.CODES;
        }
        if (RecoveryCodeUsedPage.due(visit)) {
            return LastPage.RECOVERY_CODE_USED;
        }
        if (NewRecoveryCodes.offered(visit)) {
            return LastPage.CODES;
        }
        return MissingRecoveryCodes.due(visit) ? LastPage.CODES_MISSING : LastPage.NONE;
    }

    /**
     * What spares a code, a trusted device or a provider's word, does so at a plain sign-in, not when somebody has started an
     * action. Users who have nothing that they could be asked for start one as their provider vouches for them.
     */
    private boolean opens(Evidence evidence, boolean enrolled) {
        return evidence.method().allowsFactorChanges()
                || !TrustedDevicePrompt.actionStarted(visit)
                || (evidence.method() == EvidenceMethod.BROKER && !enrolled && !AcceptedPasskeys.ownedBefore(visit));
    }

    private Obligation obligation() {
        return TwoFactorPolicy.obligation(visit.session(), visit.realm(), visit.user(), visit.settings());
    }

    /** An authenticator that was added in the middle of this sign-in does not make the person enrolled in it. */
    private boolean enrolled(SignIn signIn) {
        return Authenticators.of(visit.user()).stream()
                .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId()));
    }
}
