package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.metric.Counted;
import io.github.keycloaktwofactor.metric.SetUpStep;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Events for users who are sent to the set-up, and for those who leave it: neither stores a credential. */
final class SetupEvents {

    private SetupEvents() {}

    /** Once per sign-in, however often the page is loaded. */
    static void shown(PageContext context) {
        if (context.signIn().setUpShown()) {
            count(context, SetUpStep.SHOWN);
            event(context, "shown").success();
        }
    }

    /** For users who start themselves: raises no event, but is counted in the metrics. */
    static void begun(PageContext context) {
        if (context.signIn().setUpShown()) {
            count(context, SetUpStep.SHOWN);
        }
    }

    /** Counts a step, after the commit of the request. */
    static void countAtEnd(PageContext context, SetUpStep step) {
        String realm = context.realm().getName();
        AfterCommit.run(context.session(), sessions -> Counted.setUp(realm, step));
    }

    private static void count(PageContext context, SetUpStep step) {
        Counted.setUp(context.realm().getName(), step);
    }

    static void left(PageContext context) {
        count(context, SetUpStep.LEFT);
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
