package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.attempt.PendingKeys;
import io.github.keycloaktwofactor.challenge.Reply;
import io.github.keycloaktwofactor.challenge.Restart;
import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.session.MarkMethod;
import io.github.keycloaktwofactor.totp.Authenticators;
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
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Sets an authenticator up: mints the key, confirms it, and stores it together with the recovery codes. */
public final class Enrolment {

    private static final String BASE32 = "BASE32";

    private final Visit visit;
    private final Mode mode;
    private final SecureRandom random;
    private final PendingKeys pendingKeys;
    private final SetupPage page;

    public Enrolment(Visit visit, Mode mode, SecureRandom random) {
        this.visit = visit;
        this.mode = mode;
        this.random = random;
        this.pendingKeys = PendingKeys.of(visit.session());
        this.page = new SetupPage(visit, mode);
    }

    /** The page at a look. Any look but a change of language ends the key that was shown before. */
    public Response look() {
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        if (enrolled()) {
            return page.enabled(codes());
        }
        Look look = new Look(visit);
        boolean stale = look.cameFromStaleForm();
        boolean language = look.switchedLanguage();
        Optional<PendingKey> pending = PendingKey.in(visit.authentication());
        if (language && pending.filter(this::confirmable).isPresent()) {
            return page.pending(pending.get(), false, null);
        }
        PendingKey.drop(visit.authentication());
        new MethodPage(visit, mode).forget();
        if (stale) {
            return page.none(SetupError.GONE);
        }
        return switch (mode) {
            case ENFORCED -> begin(pending.isPresent());
            case SELF_SERVICE -> page.none(null);
        };
    }

    /** What becomes of the posted form. */
    public Reply submit() {
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        return switch (visit.pressed()) {
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> leave();
            case "continue" -> enrolled() ? Reply.passed() : Reply.shown(look());
            case "enable" ->
                Reply.shown(
                        obstacle == null && !enrolled()
                                ? begin(PendingKey.in(visit.authentication()).isPresent())
                                : look());
            case "confirm" -> Reply.shown(obstacle == null && !enrolled() ? confirm() : look());
            default -> Reply.shown(look());
        };
    }

    private Response begin(boolean fresh) {
        MethodPage method = new MethodPage(visit, mode);
        if (method.due()) {
            return method.render();
        }
        method.forget();
        return mint(fresh);
    }

    private Response mint(boolean fresh) {
        PendingKey key = new PendingKey(
                KeycloakModelUtils.generateId(),
                TotpSecret.random(random),
                PendingKey.parameters(visit.realm().getOTPPolicy()),
                visit.clock().instant());
        pendingKeys.replace(visit.realm().getId(), visit.user().getId(), key.id());
        key.keep(visit.authentication());
        // Remembers the language that the key is shown in.
        new Look(visit).switchedLanguage();
        return page.pending(key, fresh, null);
    }

    private Response confirm() {
        Optional<PendingKey> pending = PendingKey.in(visit.authentication()).filter(this::confirmable);
        if (pending.isEmpty()) {
            PendingKey.drop(visit.authentication());
            return page.none(SetupError.GONE);
        }
        PendingKey key = pending.get();
        TypedCode typed = TypedCode.of(visit.field("code").orElse(null));
        if (typed.isEmpty()) {
            return page.pending(key, false, SetupError.EMPTY);
        }
        Optional<String> digits =
                typed.digits().filter(text -> text.length() == key.parameters().digits());
        if (digits.isEmpty()) {
            return page.pending(key, false, SetupError.MALFORMED);
        }
        OptionalLong step = step(key, digits.get());
        if (step.isEmpty()) {
            return page.pending(key, false, SetupError.WRONG);
        }
        PendingKey.drop(visit.authentication());
        if (!pendingKeys.take(visit.realm().getId(), visit.user().getId(), key.id())) {
            return page.none(SetupError.GONE);
        }
        return store(key, step.getAsLong());
    }

    private OptionalLong step(PendingKey key, String digits) {
        Instant now = visit.clock().instant();
        return StepMatcher.match(
                key.secret().bytes(),
                key.parameters(),
                digits,
                StepMatcher.step(now, key.parameters().period()),
                visit.realm().getOTPPolicy().getLookAheadWindow());
    }

    /**
     * Two-factor is active once the key and the recovery codes are stored, both in the request's transaction. What goes
     * to the state tables goes first: a request that has written must not wait for a second connection.
     */
    private Response store(PendingKey key, long step) {
        String id = KeycloakModelUtils.generateId();
        claim(id, step);
        Response shown = new NewCodes(visit, random).replace(ShownCodes.Why.ENABLED);
        OTPCredentialModel model = OTPCredentialModel.createTOTP(
                key.secret().base32(),
                key.parameters().digits(),
                key.parameters().period(),
                key.parameters().algorithm().keycloakName(),
                BASE32);
        model.setId(id);
        model.setCreatedDate(visit.clock().millis());
        CredentialModel stored = visit.user().credentialManager().createStoredCredential(model);
        if (!stored.getId().equals(id)) {
            // A user storage may choose its own id.
            claim(stored.getId(), step);
        }
        visit.signIn().mark(MarkMethod.TOTP);
        CredentialEvents.updated(visit.event(), OTPCredentialModel.TYPE);
        return shown;
    }

    private void claim(String credentialId, long step) {
        Set<String> ids = new HashSet<>();
        Authenticators.of(visit.user()).forEach(authenticator -> ids.add(authenticator.getId()));
        ids.add(credentialId);
        Attempts.of(visit.session())
                .enrolled(
                        new AttemptKey(visit.realm().getId(), visit.user().getId(), Counter.TOTP),
                        new Attempts.Match(credentialId, step),
                        ids);
    }

    private Reply leave() {
        PendingKey.drop(visit.authentication());
        return switch (mode) {
            case ENFORCED -> Reply.shown(Restart.of(visit.session(), visit.authentication()));
            case SELF_SERVICE ->
                Freshness.obstacle(visit) == null
                        ? Reply.left()
                        : Reply.shown(Restart.of(visit.session(), visit.authentication()));
        };
    }

    private boolean confirmable(PendingKey key) {
        return !key.expired(visit.clock().instant())
                && pendingKeys.isPending(visit.realm().getId(), visit.user().getId(), key.id());
    }

    /** Whether there is nothing left to set up. */
    static boolean done(Visit visit) {
        return !Authenticators.of(visit.user()).isEmpty();
    }

    private boolean enrolled() {
        return done(visit);
    }

    private RecoveryCodes codes() {
        return new RecoveryCodes(visit.session(), visit.realm(), visit.user(), visit.settings(), visit.clock());
    }
}
