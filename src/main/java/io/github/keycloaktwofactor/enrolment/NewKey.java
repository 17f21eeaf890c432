package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.device.KnownBrowser;
import io.github.keycloaktwofactor.metric.SetUpStep;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.PageReload;
import io.github.keycloaktwofactor.policy.PolicySettings.PendingOnReload;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import io.github.keycloaktwofactor.session.SignIn;
import io.github.keycloaktwofactor.store.PendingKeys;
import io.github.keycloaktwofactor.totp.Authenticators;
import io.github.keycloaktwofactor.totp.OtpParameters;
import io.github.keycloaktwofactor.totp.StepMatcher;
import io.github.keycloaktwofactor.totp.TotpSecret;
import io.github.keycloaktwofactor.totp.TypedCode;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A new key: generated, shown, confirmed by a code, and stored. */
public final class NewKey {

    private static final String BASE32 = "BASE32";

    private final PageContext context;
    private final SetupPage page;
    private final SecureRandom random;
    private final PendingKeys pendingKeys;
    private final DiscardedKeys earlier;

    public NewKey(PageContext context, SetupPage page, SecureRandom random) {
        this.context = context;
        this.page = page;
        this.random = random;
        this.pendingKeys = PendingKeys.of(context.session());
        this.earlier = new DiscardedKeys(context);
    }

    /** The key that was shown and can still be confirmed. */
    private Optional<PendingKey> pending() {
        return PendingKey.in(context.authentication()).flatMap(this::confirmable);
    }

    /**
     * The key that a GET of the page shows again, if there is one: the current one if only the language was switched,
     * otherwise one that the policy keeps ({@code pendingOnReload}) or with which an app on this device was opened. One that
     * the policy keeps may have been shown in another tab of this browser, or before a new sign-in in it.
     *
     * @param replaces whether the page is the one that replaces authenticators
     */
    public Optional<PendingKey> shownAgain(boolean switchedLanguage, boolean replaces) {
        Optional<PendingKey> here = pending().filter(key -> key.replaces() == replaces);
        if (here.isPresent()) {
            return here.filter(key -> switchedLanguage || isKept(key));
        }
        if (!keepsAll()) {
            // Another person may have used this browser: a key that they have in an app must not be confirmed.
            return Optional.empty();
        }
        Optional<PendingKey> inAnotherTab = others().filter(key -> key.replaces() == replaces)
                .flatMap(key -> confirmable(key).stream())
                .findFirst();
        inAnotherTab.ifPresent(key -> {
            throwAway();
            key.keep(context.authentication());
        });
        return inAnotherTab;
    }

    private boolean isKept(PendingKey key) {
        return key.onThisDevice() || keepsAll();
    }

    private boolean keepsAll() {
        return context.settings().pages().pendingOnReload() == PendingOnReload.KEEP;
    }

    /** The keys shown to the user in other tabs of this browser, in sign-ins that are still valid. */
    private Stream<PendingKey> others() {
        return context.authentication().getParentSession().getAuthenticationSessions().values().stream()
                .filter(tab -> !tab.getTabId().equals(context.authentication().getTabId()))
                .filter(this::isTheUsers)
                .flatMap(tab -> PendingKey.in(tab).stream());
    }

    private boolean isTheUsers(AuthenticationSessionModel tab) {
        UserModel there = tab.getAuthenticatedUser();
        return there != null
                && there.getId().equals(context.user().getId())
                && !new SignIn(context.session(), tab, context.user(), context.clock()).outdated();
    }

    /** The page again, after the user has opened an app on this device with the key. */
    public Response takenToThisDevice(Supplier<Response> gone) {
        return pending()
                .filter(key -> pendingKeys.putOnDevice(
                        context.realm().getId(), context.user().getId(), key.id()))
                .map(key -> page.pending(key.takenToThisDevice(), null, null))
                .orElseGet(gone);
    }

    /** Shows a new key, which discards the previous one. */
    public Response mint(boolean replaces, @Nullable CardMessage message) {
        others().flatMap(key -> confirmable(key).stream()).forEach(earlier::add);
        throwAway();
        PendingKey key = new PendingKey(
                KeycloakModelUtils.generateId(),
                TotpSecret.random(random),
                PendingKey.parameters(context.realm().getOTPPolicy()),
                context.clock().instant(),
                replaces,
                false);
        if (pendingKeys.replace(context.realm().getId(), context.user().getId(), key.id())) {
            earlier.addUnknown();
        }
        key.keep(context.authentication());
        // Records the language in which the key is shown.
        new PageReload(context).switchedLanguage();
        return page.pending(key, null, message);
    }

    /** Discards the key that was shown, in any tab. */
    public void drop() {
        throwAway();
        pendingKeys.drop(context.realm().getId(), context.user().getId());
    }

    /** Discards the key of this tab. A key in another tab can still be confirmed there. */
    void throwAway() {
        PendingKey.in(context.authentication())
                .filter(key -> others().noneMatch(other -> other.id().equals(key.id())))
                .ifPresent(earlier::add);
        PendingKey.drop(context.authentication());
    }

    /**
     * Handles the code that confirms the key.
     *
     * @param gone the page if the key can no longer be confirmed
     * @param confirmed stores the key, given the time step of its code
     */
    public Response confirm(Supplier<Response> gone, BiFunction<PendingKey, Long, Response> confirmed) {
        Optional<PendingKey> pending = pending();
        if (pending.isEmpty()) {
            throwAway();
            return gone.get();
        }
        PendingKey key = pending.get();
        TypedCode typed = TypedCode.of(context.field("code").orElse(null));
        if (typed.isEmpty()) {
            return page.pending(key, SetupError.EMPTY, null);
        }
        Optional<String> digits =
                typed.digits().filter(text -> text.length() == key.parameters().digits());
        if (digits.isEmpty()) {
            return page.pending(key, SetupError.MALFORMED, null);
        }
        OptionalLong step = step(context, key.secret(), key.parameters(), digits.get());
        if (step.isEmpty()) {
            if (!key.replaces()) {
                SetupEvents.countAtEnd(context, SetUpStep.WRONG_CODE);
            }
            return page.pending(key, earlier.show(digits.get()) ? SetupError.EARLIER : SetupError.WRONG, null);
        }
        PendingKey.drop(context.authentication());
        if (!pendingKeys.take(context.realm().getId(), context.user().getId(), key.id())) {
            return gone.get();
        }
        earlier.forgetKeys();
        return confirmed.apply(key, step.getAsLong());
    }

    /**
     * Claims the code in the state tables (replay protection), before anything is written: a request that has written must
     * not wait for a second connection.
     *
     * @return the id of the new credential
     */
    public String claim(long step) {
        String id = KeycloakModelUtils.generateId();
        claim(id, step);
        return id;
    }

    /** Stores the key with the claimed id, in the request's transaction. */
    public void store(PendingKey key, String id, long step) {
        OTPCredentialModel model = OTPCredentialModel.createTOTP(
                key.secret().base32(),
                key.parameters().digits(),
                key.parameters().period(),
                key.parameters().algorithm().keycloakName(),
                BASE32);
        model.setId(id);
        model.setCreatedDate(context.clock().millis());
        CredentialModel stored = context.user().credentialManager().createStoredCredential(model);
        if (!stored.getId().equals(id)) {
            // A user storage provider may choose its own id.
            claim(stored.getId(), step);
        }
        context.signIn().verified(EvidenceMethod.TOTP, stored.getId());
        new KnownBrowser(context.session(), context.realm(), context.user(), context.clock())
                .remember(Set.of(stored.getId()), stored.getId());
    }

    private void claim(String credentialId, long step) {
        Set<String> ids = new HashSet<>();
        Authenticators.of(context.user()).forEach(authenticator -> ids.add(authenticator.getId()));
        ids.add(credentialId);
        Attempts.of(context.session())
                .enrolled(
                        new AttemptKey(context.realm().getId(), context.user().getId(), Counter.TOTP),
                        new Attempts.Match(credentialId, step),
                        ids);
    }

    /** The time step close to now at which an app with the secret shows these digits. */
    static OptionalLong step(PageContext context, TotpSecret secret, OtpParameters parameters, String digits) {
        Instant now = context.clock().instant();
        return StepMatcher.match(
                secret.bytes(),
                parameters,
                digits,
                StepMatcher.step(now, parameters.period()),
                context.realm().getOTPPolicy().getLookAheadWindow());
    }

    /** The key and its row in the state tables, if it can be confirmed. */
    private Optional<PendingKey> confirmable(PendingKey key) {
        if (key.expired(context.clock().instant())) {
            return Optional.empty();
        }
        return pendingKeys
                .find(context.realm().getId(), context.user().getId(), key.id())
                .map(pending -> pending.onDevice() ? key.takenToThisDevice() : key);
    }
}
