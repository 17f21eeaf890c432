package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.challenge.Reply;
import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** Does the work while the guard is on in the realm; otherwise there is nothing to do, and the action is done. */
    static void whileOn(RequiredActionContext context, Consumer<Visit> work) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(context.getRealm());
        if (policy.isPresent()) {
            work.accept(of(context, policy.get()));
        } else {
            context.success();
        }
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
