package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;

/** The page to choose the method before set-up, if the policy enables it. There is only one method. */
final class MethodPage {

    private final PageContext context;
    private final SetupMode mode;

    MethodPage(PageContext context, SetupMode mode) {
        this.context = context;
        this.mode = mode;
    }

    /** Whether the method is still to be chosen: the button on the card leads here, the button here continues. */
    boolean due() {
        return switch (context.settings().pages().methodStep()) {
            case NEVER -> false;
            case ALWAYS -> !SignInNote.METHOD_SHOWN.isIn(context.authentication());
        };
    }

    /** Resets the choice. */
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
