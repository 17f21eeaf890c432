package io.github.keycloaktwofactor.page;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.services.managers.AuthenticationManager;

/** Adapts Keycloak's required actions to our pages. */
public final class ActionContext {

    private ActionContext() {}

    public static PageContext of(RequiredActionContext context, PolicySettings settings) {
        return new PageContext(
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

    /** Shows a page of the action; without one, the action is complete. */
    public static void show(RequiredActionContext context, Function<PageContext, @Nullable Response> page) {
        whileOn(context, pageContext -> {
            Response shown = Unavailable.ACTION.orPage(pageContext, () -> page.apply(pageContext));
            if (shown == null) {
                context.success();
            } else {
                context.challenge(shown);
            }
        });
    }

    /** Completes the action with the result of the posted form. */
    public static void submit(RequiredActionContext context, Function<PageContext, FormResult> page) {
        whileOn(
                context,
                pageContext ->
                        settle(context, Unavailable.ACTION.orResult(pageContext, () -> page.apply(pageContext))));
    }

    /**
     * Runs the work if the guard is on in the realm. Otherwise the sign-in continues without it, and an application that
     * started the action is told that it failed.
     */
    private static void whileOn(RequiredActionContext context, Consumer<PageContext> work) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(context.getRealm());
        if (policy.isPresent()) {
            work.accept(of(context, policy.get()));
        } else {
            AuthenticationManager.setKcActionStatus(
                    context.getAction(), KcActionStatus.ERROR, context.getAuthenticationSession());
            context.success();
        }
    }

    /** Completes the action with the result. */
    public static void settle(RequiredActionContext context, FormResult result) {
        switch (result.kind()) {
            case PASSED -> context.success();
            case LEFT -> context.cancel();
            case REFUSED, SHOWN -> context.challenge(Objects.requireNonNull(result.response()));
        }
    }
}
