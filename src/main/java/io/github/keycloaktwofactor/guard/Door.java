package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.Broker;
import io.github.keycloaktwofactor.challenge.SparedStep;
import io.github.keycloaktwofactor.challenge.Trust;
import io.github.keycloaktwofactor.enrolment.AfterRecovery;
import io.github.keycloaktwofactor.enrolment.MissingCodes;
import io.github.keycloaktwofactor.enrolment.NewCodes;
import io.github.keycloaktwofactor.factor.Worth;
import io.github.keycloaktwofactor.page.Visit;
import io.github.keycloaktwofactor.passkey.OtherFactors;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.MarkMethod;
import io.github.keycloaktwofactor.session.PageLife;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.session.UsedKey;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Duration;
import java.util.Optional;

/** Decides, afresh at every look, what a sign-in still has to do before it may end. */
final class Door {

    private final Visit visit;

    Door(Visit visit) {
        this.visit = visit;
    }

    /** What the second factor still asks of the sign-in. */
    NextStep next() {
        SignIn signIn = visit.signIn();
        signIn.seen();
        if (OwnFlow.isTakenByAnother(visit)) {
            return NextStep.REFUSE;
        }
        if (PageLife.isEnded(visit.authentication())
                || visit.mustBeginAgain(signIn)
                || new Broker(visit).linkIsGone()) {
            return NextStep.BEGIN_AGAIN;
        }
        collectEvidence(signIn);
        SparedStep.uncount(visit.authentication());
        Worth worth = visit.worth();
        Optional<Evidence> evidence = signIn.countingEvidence();
        boolean enrolled = enrolled(signIn);
        boolean verified = evidence.filter(left -> opens(left, enrolled))
                .filter(worth::letsIn)
                .isPresent();
        boolean proved = verified && evidence.filter(worth::allowsChanges).isPresent();
        boolean changeAhead = FactorActions.ahead(visit);
        boolean serviceAccount = visit.user().getServiceAccountClientLink() != null;
        // A session of the user's own, in whose browser an administrator acts in their name, proves nothing of who is
        // here.
        boolean impersonated = signIn.impersonated() && (changeAhead || signIn.begunInTheUsersName());
        if (((changeAhead ? proved : verified) && !impersonated) || serviceAccount) {
            return NextStep.NOTHING;
        }
        if (enrolled && !changeAhead && !impersonated && new Trust(visit).spares()) {
            return NextStep.NOTHING;
        }
        // Users who are enrolled are asked anyway, so their roles need not be looked at.
        Obligation obligation = enrolled ? Obligation.NOT_REQUIRED : obligation();
        boolean setsUp = !enrolled && (changeAhead || obligation == Obligation.REQUIRED);
        return new SignInFacts(
                        impersonated,
                        serviceAccount,
                        enrolled,
                        verified,
                        proved,
                        changeAhead,
                        changeAhead
                                && signIn.olderThan(
                                        Duration.ofSeconds(visit.settings().maxAuthAgeSeconds())),
                        setsUp && OtherFactors.ownedBefore(visit),
                        setsUp && new FirstProof(visit).action().isPresent(),
                        obligation)
                .next();
    }

    /**
     * What Keycloak and an identity provider say of this sign-in becomes evidence once. What that evidence rested on may
     * be changed later, and their word with it.
     */
    private void collectEvidence(SignIn signIn) {
        if (!signIn.leftEvidence()) {
            OtherFactors.used(visit).ifPresent(key -> signIn.verified(key, usedKey(key)));
        }
        if (!signIn.leftEvidence()) {
            new Broker(visit).vouchingLink().ifPresent(link -> signIn.verified(MarkMethod.BROKER, link.text()));
        }
    }

    /** Empty where Keycloak's own credential provider is in place, which does not tell. */
    private String usedKey(MarkMethod key) {
        return UsedKey.credentialId(visit.authentication(), visit.user().getId(), key.text())
                .orElse("");
    }

    /** Remembers what a sign-in has shown that has nothing left to do. The last of it all, because it writes. */
    void passed() {
        new Broker(visit).remember();
    }

    /** What a verified sign-in has to see. */
    LastPage lastPage() {
        if (NewCodes.waiting(visit.authentication())) {
            return LastPage.CODES;
        }
        if (AfterRecovery.due(visit)) {
            return LastPage.RECOVERY_CODE_USED;
        }
        if (NewCodes.offered(visit)) {
            return LastPage.CODES;
        }
        return MissingCodes.due(visit) ? LastPage.CODES_MISSING : LastPage.NONE;
    }

    /**
     * What spares a code, a trusted device or a provider's word, does so at a plain sign-in, not when somebody has started an
     * action. Users who have nothing that they could be asked for start one as their provider vouches for them.
     */
    private boolean opens(Evidence evidence, boolean enrolled) {
        return evidence.method().countsForChanges()
                || !Trust.actionStarted(visit)
                || (evidence.method() == MarkMethod.BROKER && !enrolled && !OtherFactors.ownedBefore(visit));
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
