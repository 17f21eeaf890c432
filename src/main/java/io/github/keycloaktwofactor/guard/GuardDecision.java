package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.BrokeredSignIn;
import io.github.keycloaktwofactor.challenge.SkippedStep;
import io.github.keycloaktwofactor.enrolment.MissingRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.RecoveryCodeUsedPage;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.session.UsedKey;
import org.keycloak.events.EventBuilder;

/**
 * Decides, at every request, what a sign-in must still do before it may complete: the evidence first, then the facts.
 */
final class GuardDecision {

    private final PageContext context;
    private final SignIn signIn;
    private final PresentFacts facts;

    GuardDecision(PageContext context) {
        this.context = context;
        this.signIn = context.signIn();
        this.facts = new PresentFacts(context, signIn);
    }

    /** The next step that the second factor requires of the sign-in. */
    NextStep next() {
        return decide().next();
    }

    /** The same, and writes to the event of the sign-in what the realm only reports. */
    NextStep nextReported() {
        Decided decided = decide();
        EventBuilder event = context.event();
        decided.reported()
                .ifPresentOrElse(
                        outcome -> event.detail(EventDetail.REPORT_ONLY, outcome.text()),
                        () -> event.removeDetail(EventDetail.REPORT_ONLY));
        return decided.next();
    }

    private Decided decide() {
        signIn.seen();
        if (!facts.takenByAnother() && !facts.outdated()) {
            collectEvidence();
            SkippedStep.uncount(context.authentication());
        }
        return NextStep.of(facts);
    }

    /**
     * Evidence from Keycloak and from an identity provider is collected once. What it rests on may change later, and so
     * may what they report.
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

    /** Empty if Keycloak's own credential provider is in place, which does not report it. */
    private String usedKey(EvidenceMethod key) {
        return UsedKey.credentialId(context.authentication(), context.user().getId(), key.text())
                .orElse("");
    }

    /** Records the verified identity-provider link of a completed sign-in. Call last: it writes to the user store. */
    void passed() {
        new BrokeredSignIn(context).remember();
        facts.proof()
                .ifPresentOrElse(
                        evidence -> PassedSignIn.remember(context, evidence, facts.changePending()),
                        () -> PassedSignIn.forget(context.session()));
    }

    /** The last page that a verified sign-in must show. */
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
