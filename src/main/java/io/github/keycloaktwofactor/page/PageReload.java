package io.github.keycloaktwofactor.page;

import io.github.keycloaktwofactor.session.SignInNote;
import java.util.Locale;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Distinguishes a new GET of a page from a change of its language, and from a stale form that was posted to it. */
public final class PageReload {

    private final PageContext context;

    public PageReload(PageContext context) {
        this.context = context;
    }

    /** Whether only the language of the page that is already there was switched. Asking counts as having looked. */
    public boolean switchedLanguage() {
        AuthenticationSessionModel authentication = context.authentication();
        Locale now = context.session().getContext().resolveLocale(context.user());
        String before = SignInNote.LANGUAGE.in(authentication);
        String asked =
                context.session().getContext().getUri().getQueryParameters().getFirst("kc_locale");
        SignInNote.LANGUAGE.put(authentication, now.toLanguageTag());
        return asked != null && before != null && !before.equals(now.toLanguageTag());
    }

    /** Whether Keycloak converted a stale posted form to this GET. Asking resets it. */
    public boolean cameFromStaleForm() {
        AuthenticationSessionModel authentication = context.authentication();
        boolean stale = authentication.getAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE) != null;
        authentication.removeAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE);
        return stale;
    }
}
