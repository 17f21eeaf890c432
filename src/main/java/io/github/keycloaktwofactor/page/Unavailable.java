package io.github.keycloaktwofactor.page;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.store.StateUnavailableException;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;

/**
 * What happens if the state tables are unavailable (fail closed): nobody is signed in and nothing is stored. Users see an
 * error page for what they were doing; administrators find the cause in the log and in an event.
 */
public enum Unavailable {
    /** A sign-in, which cannot be completed. */
    SIGN_IN("unavailable", "unavailable"),
    /** A page of users who may already be signed in, and changes made there. */
    ACTION("unavailable-page", "unavailable-change");

    /** The value of the event detail {@code two_factor_reason}. */
    private static final String REASON = "unavailable";

    /** The button of this page that reloads it. */
    private static final String RETRY = "retry";

    private static final Logger LOG = Logger.getLogger(Unavailable.class);

    private final String look;
    private final String change;

    Unavailable(String look, String change) {
        this.look = look;
        this.change = change;
    }

    /** The page, or the error page if it could not be built. */
    public @Nullable Response orPage(PageContext context, Supplier<@Nullable Response> page) {
        try {
            return page.get();
        } catch (StateUnavailableException e) {
            tell(context, e);
            return page(context, look);
        }
    }

    /** Handles the posted form. Everything that the request stored before the fault is rolled back. */
    public FormResult orResult(PageContext context, Supplier<FormResult> submit) {
        try {
            return submit.get();
        } catch (StateUnavailableException e) {
            tell(context, e);
            context.session().getTransactionManager().setRollbackOnly();
            return FormResult.shown(page(context, context.pressed().equals(RETRY) ? look : change));
        }
    }

    /** Raises an event and logs the cause. */
    public static void tell(PageContext context, StateUnavailableException fault) {
        LOG.errorf(
                "Realm %s: sign-ins and pages that need the two-factor tables are refused, because these fail: %s",
                context.realm().getName(), root(fault).getMessage());
        LOG.debug(fault.getMessage(), fault);
        try {
            context.event()
                    .clone()
                    .event(EventType.LOGIN_ERROR)
                    .user(context.user())
                    .detail(EventDetail.REASON, REASON)
                    .error(Errors.GENERIC_AUTHENTICATION_ERROR);
        } catch (RuntimeException e) {
            // The same fault can affect the table of events; the response must not depend on it.
            LOG.warnf(
                    "Realm %s: the event of it could not be stored: %s",
                    context.realm().getName(), e.getMessage());
        }
    }

    private static Throwable root(Throwable fault) {
        return fault.getCause() == null ? fault : root(fault.getCause());
    }

    private static Response page(PageContext context, String kind) {
        Map<String, Object> page = new HashMap<>();
        page.put("kind", kind);
        return context.form(page).setStatus(Response.Status.SERVICE_UNAVAILABLE).createForm("two-factor-notice.ftl");
    }
}
