package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.session.ShownNotice;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;

/** Asks users who have an authenticator before new recovery codes are generated. */
final class RenewalPage implements Page {

    private final PageContext context;
    private final boolean atWill;
    private final NewRecoveryCodes codes;

    /** @param atWill whether only the user or an application asks for it */
    RenewalPage(PageContext context, boolean atWill, SecureRandom random) {
        this.context = context;
        this.atWill = atWill;
        this.codes = new NewRecoveryCodes(context, random);
    }

    @Override
    public Response show() {
        NoticePage.Kind obstacle = Reauthentication.obstacle(context);
        return obstacle == null ? codes.ask(view()) : NoticePage.of(context, obstacle);
    }

    @Override
    public FormResult submit() {
        return switch (context.pressed()) {
            case "regenerate" ->
                FormResult.shown(Reauthentication.beforeChange(context, () -> codes.regenerated(view())));
            case "restart" -> FormResult.shown(Restart.again(context));
            case "leave" -> leave();
            default -> FormResult.shown(show());
        };
    }

    /** Keeping the codes completes the action if somebody else asked for it, and cancels it if the user started it. */
    private FormResult leave() {
        boolean noticed = ShownNotice.in(context.authentication());
        if (!noticed && atWill) {
            return FormResult.left();
        }
        if (!noticed && view() == CodesPage.View.ASK) {
            return FormResult.passed();
        }
        return FormResult.shown(Restart.of(context));
    }

    private CodesPage.View view() {
        if (NewRecoveryCodes.left(context) > 0) {
            return CodesPage.View.ASK;
        }
        return atWill ? CodesPage.View.FIRST : CodesPage.View.DEMANDED;
    }
}
