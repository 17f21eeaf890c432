package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.BrokeredSignIn;
import io.github.keycloaktwofactor.challenge.SkippedStep;
import io.github.keycloaktwofactor.enrolment.MissingRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.RecoveryCodeUsedPage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.session.UsedKey;

/** Decides, afresh at every look, what a sign-in still has to do before it may end: the evidence first, then the facts. */
final class GuardDecision {

    private final PageContext context;
    private final SignIn signIn;
    private final PresentFacts facts;

    GuardDecision(PageContext context) {
        this.context = context;
        this.signIn = context.signIn();
        this.facts = new PresentFacts(context, signIn);
    }

    /** What the second factor still asks of the sign-in. */
    NextStep next() {
        signIn.seen();
        if (!facts.takenByAnother() && !facts.outdated()) {
            collectEvidence();
            SkippedStep.uncount(context.authentication());
        }
        return NextStep.of(facts);
    }

    /**
     * What Keycloak and an identity provider say of this sign-in becomes evidence once. What that evidence rested on may
     * be changed later, and their word with it.
     */
    private void collectEvidence() {
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
        facts.proof()
                .ifPresentOrElse(
                        evidence -> PassedSignIn.remember(context, evidence, facts.changePending()),
                        () -> PassedSignIn.forget(context.session()));
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
}
