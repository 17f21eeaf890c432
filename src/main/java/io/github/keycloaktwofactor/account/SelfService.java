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
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.PageReload;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.session.SignInNote;
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
 * The two-factor page of an enrolled user. A GET changes nothing, except that users who have just asked for a new app see its
 * key. Every change needs a recent sign-in with the second factor, and returns to the card with a message.
 */
final class SelfService implements Page {

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

    @Override
    public Response show() {
        Page first = beforeTheCard();
        if (first != null) {
            return first.show();
        }
        boolean replacing = RequestedSetup.firstShown(context.authentication())
                && Reauthentication.obstacleToChange(context) == null;
        return replacing ? newKey.mint(true, null) : card();
    }

    @Override
    public FormResult submit() {
        Page first = beforeTheCard();
        if (first != null) {
            return first instanceof NewRecoveryCodes codes ? saved(codes) : first.submit();
        }
        return switch (context.pressed()) {
            case "restart" -> FormResult.shown(Restart.again(context));
            case "test" -> FormResult.shown(Restart.of(context));
            case "leave" -> leave();
            default -> change();
        };
    }

    /** The page that must be answered first, or null. */
    private @Nullable Page beforeTheCard() {
        if (NewRecoveryCodes.waiting(context.authentication())) {
            return new NewRecoveryCodes(context, random);
        }
        if (!Enrolment.done(context)) {
            return new Enrolment(context, SetupMode.SELF_SERVICE, random);
        }
        return DonePage.waitsIn(context.authentication()) ? new DonePage(context, this::card) : null;
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

    /** The page for users who have finished the one thing they came for, or have cancelled it. */
    private FormResult leave() {
        AuthenticationSessionModel authentication = context.authentication();
        if (ShownNotice.in(authentication)) {
            return FormResult.shown(Restart.of(context));
        }
        boolean inTheMiddle =
                PendingKey.in(authentication).isPresent() || SignInNote.RENEWAL_ASKED.isIn(authentication);
        if (!inTheMiddle) {
            return FormResult.passed();
        }
        newKey.drop();
        return FormResult.shown(card());
    }

    private FormResult saved(NewRecoveryCodes codes) {
        CardMessage afterwards = UnacknowledgedCodes.in(context.authentication())
                .map(shown -> shown.why().afterwards())
                .orElse(null);
        FormResult result = codes.submit();
        if (afterwards == CardMessage.ENABLED && RequestedSetup.in(context.authentication())) {
            return result;
        }
        return result.kind() == FormResult.Kind.PASSED ? FormResult.shown(done(afterwards)) : result;
    }

    private Response regenerate() {
        AuthenticationSessionModel authentication = context.authentication();
        boolean asked = SignInNote.RENEWAL_ASKED.isIn(authentication);
        SignInNote.RENEWAL_ASKED.put(authentication);
        CodesPage.View view = NewRecoveryCodes.left(context) > 0 ? CodesPage.View.ASK : CodesPage.View.FIRST;
        if (!asked && view == CodesPage.View.ASK) {
            return new NewRecoveryCodes(context, random).ask(view);
        }
        Response answer = new NewRecoveryCodes(context, random).regenerated(view);
        if (NewRecoveryCodes.waiting(authentication)) {
            SignInNote.RENEWAL_ASKED.drop(authentication);
        }
        return answer;
    }

    /** The new authenticator replaces all others; the recovery codes are kept. */
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

    /** The button may have been clicked twice; the user has then not seen the card after the first click. */
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
     * Redirects to the page, which then shows the message. A separate GET, because this request has written and the page reads
     * the state tables; and the guard may ask for something first.
     */
    private Response done(@Nullable CardMessage message) {
        if (message != null) {
            message.keep(context.authentication());
        }
        return context.redirect(LoginActionsService.REQUIRED_ACTION, TwoFactorPolicy.SET_UP_ID);
    }

    /** The card as it is now. Anything unfinished is discarded, except if only the language was changed. */
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
        if (language && SignInNote.RENEWAL_ASKED.isIn(authentication)) {
            return new NewRecoveryCodes(context, random).ask(CodesPage.View.ASK);
        }
        SignInNote.RENEWAL_ASKED.drop(authentication);
        CardMessage message = CardMessage.take(authentication);
        return page().show(message == null && left ? CardMessage.REPLACE_ENDED : message);
    }

    private CardPage page() {
        return new CardPage(context, frame, new DisableTwoFactor(context));
    }
}
