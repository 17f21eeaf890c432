package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Tells admins of users who are led to the set-up, and of those who leave it: neither stores a credential. */
final class SetupEvents {

    private SetupEvents() {}

    /** Once in a sign-in, however often the page is looked at. */
    static void shown(PageContext context) {
        if (context.signIn().setUpShown()) {
            event(context, "shown").success();
        }
    }

    static void left(PageContext context) {
        event(context, "left").error(Errors.REJECTED_BY_USER);
    }

    private static EventBuilder event(PageContext context, String what) {
        return context.event()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .detail(Details.CUSTOM_REQUIRED_ACTION, TwoFactorPolicy.SET_UP_ID)
                .detail(EventDetail.SET_UP, what);
    }
}
