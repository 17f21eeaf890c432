package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.challenge.Reply;
import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.policy.PolicySettings;
import java.util.Objects;
import org.keycloak.authentication.RequiredActionContext;

/** Between Keycloak's required actions and our pages. */
public final class ActionVisit {

    private ActionVisit() {}

    public static Visit of(RequiredActionContext context, PolicySettings settings) {
        return new Visit(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getEvent(),
                context.getHttpRequest(),
                settings,
                context::form,
                ServerClock.INSTANCE);
    }

    /** Ends the action as the reply says. */
    public static void settle(RequiredActionContext context, Reply reply) {
        switch (reply.kind()) {
            case PASSED -> context.success();
            case LEFT -> context.cancel();
            case REFUSED, SHOWN -> context.challenge(Objects.requireNonNull(reply.response()));
        }
    }
}
