package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.session.SignInNote;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Which of the two forms of the code page a person sees. Kept for display alone; no decision rests on it. */
enum CodeForm {
    TOTP("totp"),
    RECOVERY_CODE("recovery-code");

    private final String text;

    CodeForm(String text) {
        this.text = text;
    }

    /** The name that the template knows. */
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
