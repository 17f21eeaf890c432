package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
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
public final class Enrolment {

    private final PageContext visit;
    private final SetupMode mode;
    private final SecureRandom random;
    private final SetupPage page;
    private final NewKey newKey;

    public Enrolment(PageContext visit, SetupMode mode, SecureRandom random) {
        this.visit = visit;
        this.mode = mode;
        this.random = random;
        this.page = new SetupPage(visit, mode);
        this.newKey = new NewKey(visit, page, random);
    }

    /** The page at a look, which ends the key that was shown before unless it is one that is shown again. */
    public Response look() {
        NoticePage.Kind obstacle = Reauthentication.obstacle(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        if (enrolled()) {
            return page.done();
        }
        if (mode == SetupMode.ENFORCED) {
            SetupEvents.shown(visit);
        }
        CardMessage message = CardMessage.take(visit.authentication());
        PageReload look = new PageReload(visit);
        boolean stale = look.cameFromStaleForm();
        boolean language = look.switchedLanguage();
        Optional<PendingKey> again = newKey.shownAgain(language, false);
        if (again.isPresent()) {
            return page.pending(again.get(), null, message);
        }
        new MethodPage(visit, mode).forget();
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

    /** What becomes of the posted form. */
    public FormResult submit() {
        NoticePage.Kind obstacle = Reauthentication.obstacle(visit);
        return switch (visit.pressed()) {
            case "restart" -> FormResult.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> leave();
            case "continue" -> enrolled() ? FormResult.passed() : FormResult.shown(look());
            case "enable" -> FormResult.shown(obstacle == null && !enrolled() ? begin(null) : look());
            case "device" -> FormResult.shown(obstacle == null && !enrolled() ? takeToThisDevice() : look());
            case "confirm" -> FormResult.shown(obstacle == null && !enrolled() ? confirm() : look());
            default -> FormResult.shown(look());
        };
    }

    private Response begin(@Nullable CardMessage message) {
        MethodPage method = new MethodPage(visit, mode);
        if (method.due()) {
            newKey.throwAway();
            return method.render();
        }
        method.forget();
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

    /** What has become of the key, where there is none that can be confirmed. */
    private SetupError withoutKey() {
        return PendingKey.in(visit.authentication())
                .filter(key -> key.expired(visit.clock().instant()))
                .map(key -> SetupError.EXPIRED)
                .orElse(SetupError.GONE);
    }

    /**
     * Two-factor is active once the key and the recovery codes are stored, both in the request's transaction. What goes
     * to the state tables goes first.
     */
    private Response store(PendingKey key, long step) {
        String id = newKey.claim(step);
        OtherSessions.askWithCodes(visit);
        Response shown = new NewRecoveryCodes(visit, random).replace(UnacknowledgedCodes.Why.ENABLED);
        newKey.store(key, id, step);
        CredentialEvents.updated(visit.event(), OTPCredentialModel.TYPE, TwoFactorChange.ENABLED);
        OtherSessions.endIfWanted(visit);
        return shown;
    }

    private FormResult leave() {
        newKey.throwAway();
        if (mode == SetupMode.ENFORCED) {
            SetupEvents.left(visit);
        }
        return mode == SetupMode.ENFORCED || ShownNotice.in(visit.authentication())
                ? FormResult.shown(Restart.of(visit.session(), visit.authentication()))
                : FormResult.left();
    }

    /** Whether somebody confirms a key that this sign-in has shown them. */
    public static boolean isConfirmed(PageContext visit) {
        return visit.pressed().equals("confirm")
                && PendingKey.in(visit.authentication()).isPresent();
    }

    /** Whether a key waits in this sign-in for its code. */
    public static boolean isBegun(AuthenticationSessionModel authentication) {
        return PendingKey.in(authentication).isPresent();
    }

    /** Whether that key is to take the place of an authenticator, which works until then. */
    public static boolean isReplacing(AuthenticationSessionModel authentication) {
        return PendingKey.in(authentication).filter(PendingKey::replaces).isPresent();
    }

    /** Whether there is nothing left to set up. */
    public static boolean done(PageContext visit) {
        return !Authenticators.of(visit.user()).isEmpty();
    }

    private boolean enrolled() {
        return done(visit);
    }
}
