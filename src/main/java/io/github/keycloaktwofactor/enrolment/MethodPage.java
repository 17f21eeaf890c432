package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;

/** The page on which a person chooses the method before setting it up, if the policy wants one. There is but one. */
final class MethodPage {

    private final PageContext context;
    private final SetupMode mode;

    MethodPage(PageContext context, SetupMode mode) {
        this.context = context;
        this.mode = mode;
    }

    /** Whether the person has still to choose: the press on the card leads here, the press here leads on. */
    boolean due() {
        return switch (context.settings().pages().methodStep()) {
            case NEVER -> false;
            case ALWAYS -> !SignInNote.METHOD_SHOWN.isIn(context.authentication());
        };
    }

    /** From here on it is due again. */
    void forget() {
        SignInNote.METHOD_SHOWN.drop(context.authentication());
    }

    Response render() {
        SignInNote.METHOD_SHOWN.put(context.authentication());
        Map<String, Object> page = new HashMap<>();
        page.put("required", mode == SetupMode.ENFORCED);
        page.put("digits", PendingKey.parameters(context.realm().getOTPPolicy()).digits());
        return context.form(page).createForm("two-factor-method.ftl");
    }
}
