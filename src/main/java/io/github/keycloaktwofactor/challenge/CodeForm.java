package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.session.SignInNote;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Which of the two forms of the code page is shown. Only for display; no decision depends on it. */
enum CodeForm {
    TOTP("totp"),
    RECOVERY_CODE("recovery-code");

    private final String text;

    CodeForm(String text) {
        this.text = text;
    }

    /** Its name in the template. */
    String text() {
        return text;
    }

    static CodeForm shownIn(AuthenticationSessionModel authentication) {
        return RECOVERY_CODE.text.equals(SignInNote.CODE_FORM.in(authentication)) ? RECOVERY_CODE : TOTP;
    }

    void show(AuthenticationSessionModel authentication) {
        SignInNote.CODE_FORM.put(authentication, text);
    }
}
