package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.metric.SetUpStep;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.PageReload;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.totp.Authenticators;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Sets an authenticator up for users who have none, and stores it together with the recovery codes. */
public final class Enrolment implements Page {

    private final PageContext context;
    private final SetupMode mode;
    private final SecureRandom random;
    private final SetupPage page;
    private final NewKey newKey;

    public Enrolment(PageContext context, SetupMode mode, SecureRandom random) {
        this.context = context;
        this.mode = mode;
        this.random = random;
        this.page = new SetupPage(context, mode);
        this.newKey = new NewKey(context, page, random);
    }

    /** The page on a GET, which discards the previous key unless it is shown again. */
    @Override
    public Response show() {
        NoticePage.Kind obstacle = Reauthentication.obstacle(context);
        if (obstacle != null) {
            return NoticePage.of(context, obstacle);
        }
        if (enrolled()) {
            return page.done();
        }
        if (mode == SetupMode.ENFORCED) {
            SetupEvents.shown(context);
        }
        CardMessage message = CardMessage.take(context.authentication());
        PageReload look = new PageReload(context);
        boolean stale = look.cameFromStaleForm();
        boolean language = look.switchedLanguage();
        Optional<PendingKey> again = newKey.shownAgain(language, false);
        if (again.isPresent()) {
            return page.pending(again.get(), null, message);
        }
        new MethodPage(context, mode).forget();
        if (stale) {
            newKey.throwAway();
            return page.none(SetupError.GONE, null);
        }
        return switch (mode) {
            case ENFORCED -> begin(message);
            case SELF_SERVICE -> {
                newKey.drop();
                yield page.none(null, message);
            }
        };
    }

    @Override
    public FormResult submit() {
        NoticePage.Kind obstacle = Reauthentication.obstacle(context);
        return switch (context.pressed()) {
            case "restart" -> FormResult.shown(Restart.again(context));
            case "leave" -> leave();
            case "continue" -> enrolled() ? FormResult.passed() : FormResult.shown(show());
            case "enable" -> FormResult.shown(obstacle == null && !enrolled() ? begin(null) : show());
            case "device" -> FormResult.shown(obstacle == null && !enrolled() ? takeToThisDevice() : show());
            case "confirm" -> FormResult.shown(obstacle == null && !enrolled() ? confirm() : show());
            default -> FormResult.shown(show());
        };
    }

    private Response begin(@Nullable CardMessage message) {
        MethodPage method = new MethodPage(context, mode);
        if (method.due()) {
            newKey.throwAway();
            return method.render();
        }
        method.forget();
        if (mode == SetupMode.SELF_SERVICE) {
            SetupEvents.begun(context);
        }
        return newKey.mint(false, message);
    }

    private Response takeToThisDevice() {
        SetupError without = withoutKey();
        return newKey.takenToThisDevice(() -> page.none(without, null));
    }

    private Response confirm() {
        SetupError without = withoutKey();
        return newKey.confirm(() -> page.none(without, null), this::store);
    }

    /** What happened to the key, if none can be confirmed. */
    private SetupError withoutKey() {
        return PendingKey.in(context.authentication())
                .filter(key -> key.expired(context.clock().instant()))
                .map(key -> SetupError.EXPIRED)
                .orElse(SetupError.GONE);
    }

    /**
     * Two-factor is active once the key and the recovery codes are stored, both in the request's transaction. The state
     * tables are written first.
     */
    private Response store(PendingKey key, long step) {
        String id = newKey.claim(step);
        OtherSessions.askWithCodes(context);
        Response shown = new NewRecoveryCodes(context, random).replace(UnacknowledgedCodes.Why.ENABLED);
        newKey.store(key, id, step);
        CredentialEvents.updated(context.event(), OTPCredentialModel.TYPE, TwoFactorChange.ENABLED);
        SetupEvents.countAtEnd(context, SetUpStep.CONFIRMED);
        OtherSessions.endIfWanted(context);
        return shown;
    }

    private FormResult leave() {
        newKey.throwAway();
        if (mode == SetupMode.ENFORCED) {
            SetupEvents.left(context);
        }
        return mode == SetupMode.ENFORCED || ShownNotice.in(context.authentication())
                ? FormResult.shown(Restart.of(context))
                : FormResult.left();
    }

    /** Whether the post confirms a key that this sign-in has shown. */
    public static boolean isConfirmed(PageContext context) {
        return context.pressed().equals("confirm")
                && PendingKey.in(context.authentication()).isPresent();
    }

    /** Whether this sign-in has a pending key. */
    public static boolean isBegun(AuthenticationSessionModel authentication) {
        return PendingKey.in(authentication).isPresent();
    }

    /** Whether the pending key will replace an authenticator, which works until then. */
    public static boolean isReplacing(AuthenticationSessionModel authentication) {
        return PendingKey.in(authentication).filter(PendingKey::replaces).isPresent();
    }

    /** Whether everything is already set up. */
    public static boolean done(PageContext context) {
        return !Authenticators.of(context.user()).isEmpty();
    }

    private boolean enrolled() {
        return done(context);
    }
}
