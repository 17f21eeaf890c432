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

/** Tells admins of users who are led to the set-up, and of those who leave it: neither stores a credential. */
final class SetupEvents {

    private SetupEvents() {}

    /** Once in a sign-in, however often the page is looked at. */
    static void shown(PageContext context) {
        if (context.signIn().setUpShown()) {
            count(context, SetUpStep.SHOWN);
            event(context, "shown").success();
        }
    }

    /** Of users who begin at will: there is nothing to tell, and something to count. */
    static void begun(PageContext context) {
        if (context.signIn().setUpShown()) {
            count(context, SetUpStep.SHOWN);
        }
    }

    /** Counts a step that another event tells of, or none, once the request has ended well. */
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
