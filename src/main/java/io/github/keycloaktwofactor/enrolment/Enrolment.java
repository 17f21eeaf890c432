package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.Look;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Visit;
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

    private final Visit visit;
    private final Mode mode;
    private final SecureRandom random;
    private final SetupPage page;
    private final NewKey newKey;

    public Enrolment(Visit visit, Mode mode, SecureRandom random) {
        this.visit = visit;
        this.mode = mode;
        this.random = random;
        this.page = new SetupPage(visit, mode);
        this.newKey = new NewKey(visit, page, random);
    }

    /** The page at a look, which ends the key that was shown before unless it is one that is shown again. */
    public Response look() {
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        if (enrolled()) {
            return page.done();
        }
        if (mode == Mode.ENFORCED) {
            SetupEvents.shown(visit);
        }
        CardMessage message = CardMessage.take(visit.authentication());
        Look look = new Look(visit);
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
    public Reply submit() {
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        return switch (visit.pressed()) {
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> leave();
            case "continue" -> enrolled() ? Reply.passed() : Reply.shown(look());
            case "enable" -> Reply.shown(obstacle == null && !enrolled() ? begin(null) : look());
            case "device" -> Reply.shown(obstacle == null && !enrolled() ? takeToThisDevice() : look());
            case "confirm" -> Reply.shown(obstacle == null && !enrolled() ? confirm() : look());
            default -> Reply.shown(look());
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
        Response shown = new NewCodes(visit, random).replace(ShownCodes.Why.ENABLED);
        newKey.store(key, id, step);
        CredentialEvents.updated(visit.event(), OTPCredentialModel.TYPE, TwoFactorChange.ENABLED);
        OtherSessions.endIfWanted(visit);
        return shown;
    }

    private Reply leave() {
        newKey.throwAway();
        if (mode == Mode.ENFORCED) {
            SetupEvents.left(visit);
        }
        return mode == Mode.ENFORCED || ShownNotice.in(visit.authentication())
                ? Reply.shown(Restart.of(visit.session(), visit.authentication()))
                : Reply.left();
    }

    /** Whether somebody confirms a key that this sign-in has shown them. */
    public static boolean isConfirmed(Visit visit) {
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
    public static boolean done(Visit visit) {
        return !Authenticators.of(visit.user()).isEmpty();
    }

    private boolean enrolled() {
        return done(visit);
    }
}
