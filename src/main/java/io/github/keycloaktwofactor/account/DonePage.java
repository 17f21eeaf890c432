package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.enrolment.CardMessage;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The last page for users who have set up a new app during a sign-in: that it is done, what to delete from the app, and
 * the way on. They did not ask for the card, which is one click away.
 */
final class DonePage implements Page {

    private final PageContext context;
    private final Supplier<Response> card;

    /** @param card the page that is one click away */
    DonePage(PageContext context, Supplier<Response> card) {
        this.context = context;
        this.card = card;
    }

    /** Whether the page is due: on each GET until the user has answered it. */
    static boolean waitsIn(AuthenticationSessionModel authentication) {
        return SignInNote.DONE.isIn(authentication);
    }

    /** @param message what was done */
    static void keep(AuthenticationSessionModel authentication, CardMessage message) {
        SignInNote.DONE.put(authentication, message.name());
    }

    @Override
    public Response show() {
        Map<String, Object> page = new HashMap<>();
        page.put(
                "message",
                CardMessage.valueOf(Objects.requireNonNull(SignInNote.DONE.in(context.authentication())))
                        .text());
        page.put("codesLeft", NewRecoveryCodes.left(context));
        page.put(
                "codesTotal",
                RecoveryCodes.set(context.user())
                        .map(RecoveryCodesCredentialModel::count)
                        .orElse(0));
        return context.form(page).createForm("two-factor-done.ftl");
    }

    @Override
    public FormResult submit() {
        return switch (context.pressed()) {
            case "continue" -> {
                drop();
                yield FormResult.passed();
            }
            case "manage" -> {
                drop();
                yield FormResult.shown(card.get());
            }
            default -> FormResult.shown(show());
        };
    }

    private void drop() {
        SignInNote.DONE.drop(context.authentication());
    }
}
