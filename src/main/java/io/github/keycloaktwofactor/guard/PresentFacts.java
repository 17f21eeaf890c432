package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.BrokeredSignIn;
import io.github.keycloaktwofactor.challenge.TrustedDevicePrompt;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.Once;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Duration;
import java.util.Optional;

/** The current facts of one sign-in. Facts that several rules need are looked up once. */
final class PresentFacts implements SignInFacts {

    private final PageContext context;
    private final SignIn signIn;
    private final Once<Boolean> outdated = new Once<>(this::isOutdated);
    private final Once<Boolean> changePending = new Once<>(this::isChangePending);
    private final Once<Boolean> enrolled = new Once<>(this::isEnrolled);
    private final Once<Optional<Evidence>> evidence = new Once<>(this::countingEvidence);

    /** @param signIn the sign-in of the context */
    PresentFacts(PageContext context, SignIn signIn) {
        this.context = context;
        this.signIn = signIn;
    }

    @Override
    public boolean takenByAnother() {
        return BrowserFlowDetour.isTakenByAnother(context);
    }

    @Override
    public boolean outdated() {
        return outdated.get();
    }

    private boolean isOutdated() {
        return PageLifetime.isEnded(context.authentication())
                || context.mustBeginAgain(signIn)
                || new BrokeredSignIn(context).linkIsGone();
    }

    @Override
    public boolean serviceAccount() {
        return context.user().getServiceAccountClientLink() != null;
    }

    @Override
    public boolean changePending() {
        return changePending.get();
    }

    private boolean isChangePending() {
        return FactorActions.pending(context);
    }

    @Override
    public boolean impersonated() {
        return signIn.impersonated();
    }

    @Override
    public boolean begunInTheUsersName() {
        return signIn.begunInTheUsersName();
    }

    @Override
    public boolean verified() {
        return evidence.get().filter(context.evidencePolicy()::letsIn).isPresent();
    }

    @Override
    public boolean proved() {
        return proof().isPresent();
    }

    /** Evidence that also allows changes of factors. */
    Optional<Evidence> proof() {
        return evidence.get().filter(context.evidencePolicy()::allowsChanges);
    }

    private Optional<Evidence> countingEvidence() {
        return signIn.countingEvidence().filter(this::opens);
    }

    /**
     * A trusted device or a trusted identity provider skips the code only in a plain sign-in, not if the user has
     * started an action. Users who have no factor start one on their identity provider's word.
     */
    private boolean opens(Evidence left) {
        return left.method().allowsFactorChanges()
                || !TrustedDevicePrompt.actionStarted(context)
                || (left.method() == EvidenceMethod.BROKER && !enrolled() && !AcceptedPasskeys.ownedBefore(context));
    }

    @Override
    public boolean enrolled() {
        return enrolled.get();
    }

    /** An authenticator that was added during this sign-in does not make the user enrolled in it. */
    private boolean isEnrolled() {
        return Authenticators.of(context.user()).stream()
                .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId()));
    }

    /** A trusted device is consumed by this call: the sign-in gets evidence of it, and the browser its next token. */
    @Override
    public boolean trustedDevice() {
        return new TrustedDevicePrompt(context).skipsPrompt();
    }

    @Override
    public boolean ownsOtherFactor() {
        return AcceptedPasskeys.ownedBefore(context);
    }

    @Override
    public boolean old() {
        return signIn.olderThan(Duration.ofSeconds(context.settings().maxAuthAgeSeconds()));
    }

    @Override
    public boolean unproved() {
        return new EnrolmentProof(context).action().isPresent();
    }

    @Override
    public Obligation obligation() {
        return TwoFactorPolicy.obligation(context.session(), context.realm(), context.user(), context.settings());
    }
}
