package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.broker.BrokeredSignIn;
import io.github.keycloaktwofactor.challenge.TrustedDevicePrompt;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.passkey.AcceptedPasskeys;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.Evidence;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The facts of one sign-in as they are now. What several rules ask for is looked up once. */
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

    /** The evidence that counts for changes, too. */
    Optional<Evidence> proof() {
        return evidence.get().filter(context.evidencePolicy()::allowsChanges);
    }

    private Optional<Evidence> countingEvidence() {
        return signIn.countingEvidence().filter(this::opens);
    }

    /**
     * What spares a code, a trusted device or a provider's word, does so at a plain sign-in, not when somebody has started an
     * action. Users who have nothing that they could be asked for start one as their provider vouches for them.
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

    /** An authenticator that was added in the middle of this sign-in does not make the person enrolled in it. */
    private boolean isEnrolled() {
        return Authenticators.of(context.user()).stream()
                .anyMatch(authenticator -> !signIn.addedHere(authenticator.getId()));
    }

    /** A device that is trusted has been used by this: the sign-in has evidence of it, and the browser its next token. */
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

    /** Looked up when it is first asked for. */
    private static final class Once<T> {

        private final Supplier<T> question;
        private @Nullable T answer;

        Once(Supplier<T> question) {
            this.question = question;
        }

        T get() {
            if (answer == null) {
                answer = question.get();
            }
            return answer;
        }
    }
}
