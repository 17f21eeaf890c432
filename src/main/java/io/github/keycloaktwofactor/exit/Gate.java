package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.guard.SignInDecision;
import io.github.keycloaktwofactor.keycloak.StockOverride;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.CredentialAction;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * One of Keycloak's required actions with the decision before its post, for servers whose login forms have no entry.
 * Everything else is delegated to Keycloak.
 */
final class Gate implements InvocationHandler {

    /** Server options by provider id; they do not change after start and are slow to read. */
    private static final Map<String, Boolean> WANTED = new ConcurrentHashMap<>();

    private final RequiredActionProvider stock;
    private final KeycloakSession session;

    private Gate(RequiredActionProvider stock, KeycloakSession session) {
        this.stock = stock;
        this.session = session;
    }

    static RequiredActionProvider before(RequiredActionProvider stock, KeycloakSession session, String id) {
        if (LoginFormsOverrideFactory.isUsed(session)
                || !WANTED.computeIfAbsent(
                        id, action -> StockOverride.wanted(Config.scope("required-action", action)))) {
            return stock;
        }
        List<Class<?>> types = new ArrayList<>(List.of(RequiredActionProvider.class));
        // By these interfaces Keycloak knows which credentials an action changes, and lists some actions.
        if (stock instanceof CredentialRegistrator) {
            types.add(CredentialRegistrator.class);
        } else if (stock instanceof CredentialAction) {
            types.add(CredentialAction.class);
        }
        return (RequiredActionProvider) Proxy.newProxyInstance(
                Gate.class.getClassLoader(), types.toArray(Class<?>[]::new), new Gate(stock, session));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("processAction")
                && arguments != null
                && arguments[0] instanceof RequiredActionContext context
                && !passes(context)) {
            Refusal.ENTRY.tell(context.getEvent().clone(), context.getAuthenticationSession(), context.getUser());
            context.challenge(Response.status(Response.Status.FOUND)
                    .location(GuardPage.of(session, context.getAuthenticationSession()))
                    .build());
            return null;
        }
        try {
            return method.invoke(stock, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean passes(RequiredActionContext context) {
        return Entry.hasDecided(session)
                || new SignInDecision(
                                session, context.getAuthenticationSession(), context.getUser(), context.getEvent())
                        .passes();
    }
}
