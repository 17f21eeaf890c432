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
 * The two-factor page of a person who came to look after it. Looking changes nothing, except that whoever has just asked
 * for a new app is shown its key; every change needs a fresh sign-in with the second factor, and leads back to the card
 * with a word about it.
 */
final class SelfService {

    /** That the question before new recovery codes was put. */
    private static final String ASKED = "two-factor.asked";

    private final PageContext visit;
    private final SecureRandom random;
    private final SetupPage frame;
    private final NewKey newKey;

    SelfService(PageContext visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
        this.frame = new SetupPage(visit, SetupMode.SELF_SERVICE);
        this.newKey = new NewKey(visit, frame, random);
    }

    Response look() {
        if (NewRecoveryCodes.waiting(visit.authentication())) {
            return new NewRecoveryCodes(visit, random).look();
        }
        if (!enrolled()) {
            return enrolment().look();
        }
        if (DonePage.waitsIn(visit.authentication())) {
            return new DonePage(visit).render();
        }
        boolean replacing =
                RequestedSetup.firstLook(visit.authentication()) && Reauthentication.obstacleToChange(visit) == null;
        return replacing ? newKey.mint(true, null) : card();
    }

    FormResult submit() {
        if (NewRecoveryCodes.waiting(visit.authentication())) {
            return codes();
        }
        if (!enrolled()) {
            return enrolment().submit();
        }
        if (DonePage.waitsIn(visit.authentication())) {
            return doneWith();
        }
        return switch (visit.pressed()) {
            case "restart" -> FormResult.shown(Restart.again(visit.session(), visit.authentication()));
            case "test" -> FormResult.shown(signOut());
            case "leave" -> leave();
            default -> change();
        };
    }

    private FormResult doneWith() {
        return switch (visit.pressed()) {
            case "continue" -> {
                DonePage.drop(visit.authentication());
                yield FormResult.passed();
            }
            case "manage" -> {
                DonePage.drop(visit.authentication());
                yield FormResult.shown(card());
            }
            default -> FormResult.shown(look());
        };
    }

    private FormResult change() {
        boolean confirms = List.of("confirm", "device").contains(visit.pressed());
        NoticePage.Kind obstacle =
                confirms ? Reauthentication.obstacleToConfirm(visit) : Reauthentication.obstacleToChange(visit);
        if (obstacle != null) {
            return FormResult.shown(NoticePage.of(visit, obstacle));
        }
        return FormResult.shown(
                switch (visit.pressed()) {
                    case "regenerate" -> regenerate();
                    case "replace" -> newKey.mint(true, null);
                    case "device" -> newKey.takenToThisDevice(this::gone);
                    case "confirm" -> newKey.confirm(this::gone, this::replace);
                    case "remove-device", "remove-devices" -> done(new DeviceList(visit).remove());
                    case "disable" -> disable();
                    default -> card();
                });
    }

    /** Where a person is who came for one thing and is done with it, or has thought better of it. */
    private FormResult leave() {
        AuthenticationSessionModel authentication = visit.authentication();
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
        CardMessage afterwards = UnacknowledgedCodes.in(visit.authentication())
                .map(shown -> shown.why().afterwards())
                .orElse(null);
        FormResult reply = new NewRecoveryCodes(visit, random).submit();
        if (afterwards == CardMessage.ENABLED && RequestedSetup.in(visit.authentication())) {
            return reply;
        }
        return reply.kind() == FormResult.Kind.PASSED ? FormResult.shown(done(afterwards)) : reply;
    }

    private Response regenerate() {
        AuthenticationSessionModel authentication = visit.authentication();
        boolean asked = authentication.getAuthNote(ASKED) != null;
        authentication.setAuthNote(ASKED, "true");
        CodesPage.View view = NewRecoveryCodes.left(visit) > 0 ? CodesPage.View.ASK : CodesPage.View.FIRST;
        if (!asked && view == CodesPage.View.ASK) {
            return new NewRecoveryCodes(visit, random).ask(view);
        }
        Response answer = new NewRecoveryCodes(visit, random).regenerated(view);
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
        List<CredentialModel> old = Authenticators.of(visit.user());
        old.forEach(
                authenticator -> visit.user().credentialManager().removeStoredCredentialById(authenticator.getId()));
        newKey.store(key, id, step);
        CredentialEvents.updated(visit.event(), OTPCredentialModel.TYPE, TwoFactorChange.REPLACED);
        old.forEach(authenticator -> CredentialEvents.removed(visit.event(), authenticator, TwoFactorChange.REPLACED));
        OtherSessions.endIfWanted(visit);
        CardMessage message = old.size() == 1 ? CardMessage.REPLACED : CardMessage.REPLACED_ALL;
        if (!RequestedSetup.in(visit.authentication())) {
            return done(message);
        }
        DonePage.keep(visit.authentication(), message);
        return done(null);
    }

    /** The button may have been pressed twice; the card that the first press led to has not been seen then. */
    private Response gone() {
        CardMessage done = CardMessage.take(visit.authentication());
        return done == null ? page().gone() : page().show(done);
    }

    private Response disable() {
        DisableTwoFactor removal = new DisableTwoFactor(visit);
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
            message.keep(visit.authentication());
        }
        return visit.redirect(LoginActionsService.REQUIRED_ACTION, TwoFactorPolicy.SET_UP_ID);
    }

    /** The card as it is now; whatever was begun is dropped, except by a mere change of language. */
    private Response card() {
        NoticePage.Kind obstacle = Reauthentication.obstacleToChange(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        AuthenticationSessionModel authentication = visit.authentication();
        PageReload look = new PageReload(visit);
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
            return new NewRecoveryCodes(visit, random).ask(CodesPage.View.ASK);
        }
        authentication.removeAuthNote(ASKED);
        CardMessage message = CardMessage.take(authentication);
        return page().show(message == null && left ? CardMessage.REPLACE_ENDED : message);
    }

    private Response signOut() {
        return Restart.of(visit.session(), visit.authentication());
    }

    private Enrolment enrolment() {
        return new Enrolment(visit, SetupMode.SELF_SERVICE, random);
    }

    private CardPage page() {
        return new CardPage(visit, frame, new DisableTwoFactor(visit));
    }

    private boolean enrolled() {
        return Enrolment.done(visit);
    }
}
