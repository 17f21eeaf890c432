package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.enrolment.CardMessage;
import io.github.keycloaktwofactor.enrolment.CodesPage;
import io.github.keycloaktwofactor.enrolment.CredentialEvents;
import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.NewKey;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.OtherSessions;
import io.github.keycloaktwofactor.enrolment.PendingKey;
import io.github.keycloaktwofactor.enrolment.Reauthentication;
import io.github.keycloaktwofactor.enrolment.RequestedSetup;
import io.github.keycloaktwofactor.enrolment.SetupMode;
import io.github.keycloaktwofactor.enrolment.SetupPage;
import io.github.keycloaktwofactor.enrolment.UnacknowledgedCodes;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.PageReload;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.totp.Authenticators;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The two-factor page of a person who came to look after it. Looking changes nothing, except that a user who has just asked
 * for a new app is shown its key; every change needs a fresh sign-in with the second factor, and leads back to the card
 * with a word about it.
 */
final class SelfService {

    /** That the question before new recovery codes was put. */
    private static final String ASKED = "two-factor.asked";

    private final PageContext context;
    private final SecureRandom random;
    private final SetupPage frame;
    private final NewKey newKey;

    SelfService(PageContext context, SecureRandom random) {
        this.context = context;
        this.random = random;
        this.frame = new SetupPage(context, SetupMode.SELF_SERVICE);
        this.newKey = new NewKey(context, frame, random);
    }

    Response show() {
        if (NewRecoveryCodes.waiting(context.authentication())) {
            return new NewRecoveryCodes(context, random).show();
        }
        if (!enrolled()) {
            return enrolment().show();
        }
        if (DonePage.waitsIn(context.authentication())) {
            return new DonePage(context).render();
        }
        boolean replacing = RequestedSetup.firstShown(context.authentication())
                && Reauthentication.obstacleToChange(context) == null;
        return replacing ? newKey.mint(true, null) : card();
    }

    FormResult submit() {
        if (NewRecoveryCodes.waiting(context.authentication())) {
            return codes();
        }
        if (!enrolled()) {
            return enrolment().submit();
        }
        if (DonePage.waitsIn(context.authentication())) {
            return doneWith();
        }
        return switch (context.pressed()) {
            case "restart" -> FormResult.shown(Restart.again(context.session(), context.authentication()));
            case "test" -> FormResult.shown(signOut());
            case "leave" -> leave();
            default -> change();
        };
    }

    private FormResult doneWith() {
        return switch (context.pressed()) {
            case "continue" -> {
                DonePage.drop(context.authentication());
                yield FormResult.passed();
            }
            case "manage" -> {
                DonePage.drop(context.authentication());
                yield FormResult.shown(card());
            }
            default -> FormResult.shown(show());
        };
    }

    private FormResult change() {
        boolean confirms = List.of("confirm", "device").contains(context.pressed());
        NoticePage.Kind obstacle =
                confirms ? Reauthentication.obstacleToConfirm(context) : Reauthentication.obstacleToChange(context);
        if (obstacle != null) {
            return FormResult.shown(NoticePage.of(context, obstacle));
        }
        return FormResult.shown(
                switch (context.pressed()) {
                    case "regenerate" -> regenerate();
                    case "replace" -> newKey.mint(true, null);
                    case "device" -> newKey.takenToThisDevice(this::gone);
                    case "confirm" -> newKey.confirm(this::gone, this::replace);
                    case "remove-device", "remove-devices" -> done(new DeviceList(context).remove());
                    case "disable" -> disable();
                    default -> card();
                });
    }

    /** Where a person is who came for one thing and is done with it, or has thought better of it. */
    private FormResult leave() {
        AuthenticationSessionModel authentication = context.authentication();
        if (ShownNotice.in(authentication)) {
            return FormResult.shown(signOut());
        }
        boolean inTheMiddle = PendingKey.in(authentication).isPresent() || authentication.getAuthNote(ASKED) != null;
        if (!inTheMiddle) {
            return FormResult.passed();
        }
        newKey.drop();
        return FormResult.shown(card());
    }

    private FormResult codes() {
        CardMessage afterwards = UnacknowledgedCodes.in(context.authentication())
                .map(shown -> shown.why().afterwards())
                .orElse(null);
        FormResult result = new NewRecoveryCodes(context, random).submit();
        if (afterwards == CardMessage.ENABLED && RequestedSetup.in(context.authentication())) {
            return result;
        }
        return result.kind() == FormResult.Kind.PASSED ? FormResult.shown(done(afterwards)) : result;
    }

    private Response regenerate() {
        AuthenticationSessionModel authentication = context.authentication();
        boolean asked = authentication.getAuthNote(ASKED) != null;
        authentication.setAuthNote(ASKED, "true");
        CodesPage.View view = NewRecoveryCodes.left(context) > 0 ? CodesPage.View.ASK : CodesPage.View.FIRST;
        if (!asked && view == CodesPage.View.ASK) {
            return new NewRecoveryCodes(context, random).ask(view);
        }
        Response answer = new NewRecoveryCodes(context, random).regenerated(view);
        if (NewRecoveryCodes.waiting(authentication)) {
            authentication.removeAuthNote(ASKED);
        }
        return answer;
    }

    /** The new authenticator takes the place of all that there were; the recovery codes stay. */
    private Response replace(PendingKey key, long step) {
        if (!key.replaces()) {
            return page().gone();
        }
        String id = newKey.claim(step);
        List<CredentialModel> old = Authenticators.of(context.user());
        old.forEach(
                authenticator -> context.user().credentialManager().removeStoredCredentialById(authenticator.getId()));
        newKey.store(key, id, step);
        CredentialEvents.updated(context.event(), OTPCredentialModel.TYPE, TwoFactorChange.REPLACED);
        old.forEach(
                authenticator -> CredentialEvents.removed(context.event(), authenticator, TwoFactorChange.REPLACED));
        OtherSessions.endIfWanted(context);
        CardMessage message = old.size() == 1 ? CardMessage.REPLACED : CardMessage.REPLACED_ALL;
        if (!RequestedSetup.in(context.authentication())) {
            return done(message);
        }
        DonePage.keep(context.authentication(), message);
        return done(null);
    }

    /** The button may have been pressed twice; the card that the first press led to has not been seen then. */
    private Response gone() {
        CardMessage done = CardMessage.take(context.authentication());
        return done == null ? page().gone() : page().show(done);
    }

    private Response disable() {
        DisableTwoFactor removal = new DisableTwoFactor(context);
        if (removal.forbidden()) {
            return card();
        }
        Optional<DisableRefusal> refusal = removal.refusal();
        if (refusal.isPresent()) {
            return page().notDisabled(refusal.get());
        }
        return done(removal.remove());
    }

    /**
     * Leads back to the page, which then says what was done. A look of its own, because this request has written and the
     * page reads the state tables; and the guard may have a word first.
     */
    private Response done(@Nullable CardMessage message) {
        if (message != null) {
            message.keep(context.authentication());
        }
        return context.redirect(LoginActionsService.REQUIRED_ACTION, TwoFactorPolicy.SET_UP_ID);
    }

    /** The card as it is now; whatever was begun is dropped, except by a mere change of language. */
    private Response card() {
        NoticePage.Kind obstacle = Reauthentication.obstacleToChange(context);
        if (obstacle != null) {
            return NoticePage.of(context, obstacle);
        }
        AuthenticationSessionModel authentication = context.authentication();
        PageReload look = new PageReload(context);
        look.cameFromStaleForm();
        boolean language = look.switchedLanguage();
        Optional<PendingKey> begun = newKey.shownAgain(language, true);
        if (begun.isPresent()) {
            return frame.pending(begun.get(), null, null);
        }
        boolean left =
                PendingKey.in(authentication).filter(PendingKey::replaces).isPresent();
        newKey.drop();
        if (language && authentication.getAuthNote(ASKED) != null) {
            return new NewRecoveryCodes(context, random).ask(CodesPage.View.ASK);
        }
        authentication.removeAuthNote(ASKED);
        CardMessage message = CardMessage.take(authentication);
        return page().show(message == null && left ? CardMessage.REPLACE_ENDED : message);
    }

    private Response signOut() {
        return Restart.of(context.session(), context.authentication());
    }

    private Enrolment enrolment() {
        return new Enrolment(context, SetupMode.SELF_SERVICE, random);
    }

    private CardPage page() {
        return new CardPage(context, frame, new DisableTwoFactor(context));
    }

    private boolean enrolled() {
        return Enrolment.done(context);
    }
}
